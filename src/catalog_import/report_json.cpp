// The report of a run as JSON.
#include "footfall/catalog_import/import_report.hpp"

#include "footfall/text/json_writer.hpp"

#include <algorithm>
#include <map>
#include <span>

namespace footfall::catalog_import {

namespace {

constexpr std::size_t remarks_shown = 20;

void append_texts(text::json_writer& json, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  json.key(name);
  json.open_array();
  for (const auto& each : texts) json.value(each);
  json.close_array();
}

// How many, why, and the first of them. Reasons are counted among those that were kept.
void append_remarks(text::json_writer& json, std::string_view name, std::uint64_t count,
                    std::span<const remark> remarks) {
  std::map<std::string_view, std::uint64_t> reasons;
  for (const auto& each : remarks) ++reasons[each.reason];
  json.key(name);
  json.open_object();
  json.field("count", count);
  json.key("reasons");
  json.open_object();
  for (const auto& [reason, times] : reasons) json.field(reason, times);
  json.close_object();
  json.key("first");
  json.open_array();
  for (const auto& each : remarks.first(std::min(remarks.size(), remarks_shown)))
    json.value(to_sentence("feed", each));
  json.close_array();
  json.close_object();
}

void append_gaps(text::json_writer& json, const item_gaps& gaps) {
  json.field("items", gaps.items);
  json.key("without");
  json.open_object();
  json.field("title", gaps.no_title);
  json.field("price", gaps.no_price);
  json.field("image", gaps.no_image);
  json.field("category", gaps.no_category);
  json.field("availability", gaps.no_availability);
  json.close_object();
}

void append_tracked(text::json_writer& json, const tracked_ids& tracked) {
  json.key("trackedIds");
  json.open_object();
  json.field("items", tracked.items);
  json.field("known", tracked.known);
  json.field("knownBefore", tracked.known_before);
  json.close_object();
}

}  // namespace

void append_json(std::string& out, const import_report& report) {
  text::json_writer json(out);
  json.open_object();
  json.field("format", report.format);
  json.field("formatIs", report.format_given ? "given" : "recognised");
  if (!report.encoding.empty()) json.field("encoding", report.encoding);
  if (report.repaired_bytes > 0) json.field("repairedBytes", report.repaired_bytes);
  if (!report.separator.empty()) json.field("separator", report.separator);
  if (!report.decimal.empty()) json.field("decimal", report.decimal);
  json.field("bytes", report.bytes);
  json.field("records", report.records);
  append_gaps(json, report.gaps);
  if (report.tracked) append_tracked(json, *report.tracked);
  append_remarks(json, "refused", report.refused, report.refusals);
  append_remarks(json, "warned", report.warned, report.warnings);
  append_texts(json, "columnsAsAttributes", report.columns_as_attributes);
  append_texts(json, "otherMembers", report.other_members);
  if (report.verdict) json.field("verdict", to_sentence("feed", *report.verdict));
  json.close_object();
}

}  // namespace footfall::catalog_import
