// Documents of transfers: the first mistake refuses the whole.
#include "footfall/catalog_import/read_transfers.hpp"

#include "json_text.hpp"
#include "plain_text.hpp"
#include "xml_records.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>

namespace footfall::catalog_import {

namespace {

using nlohmann::json;

class transfer_reader {
 public:
  void add(named_transfer read) {
    if (refused_) return;
    if (transfers_.size() == transfers_max)
      refuse(read.place, fmt::format("more than {} transfers", transfers_max));
    else
      transfers_.push_back(std::move(read));
  }

  void refuse(std::string_view place, std::string_view why) {
    if (!refused_) refused_ = failure{error::bad_request, fmt::format("body:{}: {}", place, why)};
  }

  result<std::vector<named_transfer>> finish() {
    if (!refused_ && transfers_.empty()) refuse("1", "there is no transfer");
    if (refused_) return *refused_;
    return std::move(transfers_);
  }

 private:
  std::vector<named_transfer> transfers_;
  std::optional<failure> refused_;
};

void take_transfer(const xml_element& transfer, transfer_reader& to) {
  const auto place = fmt::format("{}", transfer.line);
  const auto* const source = transfer.child("sourceitem");
  const auto* const target = transfer.child("targetitem");
  if (transfer.name != "transfer" || source == nullptr || target == nullptr)
    return to.refuse(place, "expected <transfer> with <sourceitem id=\"\" type=\"\"/> and <targetitem .../>");
  const auto named = [](const xml_element& item) {
    return named_item{std::string(trim(item.attribute("type"))), std::string(trim(item.attribute("id")))};
  };
  to.add({named(*source), named(*target), place});
}

void read_xml_transfers(std::string_view text, transfer_reader& to) {
  if (root_name(text) != "transfers") return to.refuse("1", "expected <transfers>");
  const auto why = read_xml(
      text, [](std::string_view, int depth) { return depth == 2; },
      [&](const xml_element& transfer) { take_transfer(transfer, to); });
  if (why) to.refuse(why->place, fmt::format("{} ({})", why->value, why->reason));
}

void take_transfer(const json& transfer, std::size_t number, transfer_reader& to) {
  const auto place = fmt::format("#{}", number);
  const auto source = transfer.is_object() ? transfer.find("source") : transfer.end();
  const auto target = transfer.is_object() ? transfer.find("target") : transfer.end();
  if (source == transfer.end() || target == transfer.end() || !source->is_object() || !target->is_object())
    return to.refuse(place, R"(expected {"source":{"type":1,"id":42},"target":{"type":1,"id":43}})");
  const auto named = [](const json& item) {
    return named_item{member_text(item, "type"), member_text(item, "id")};
  };
  to.add({named(*source), named(*target), place});
}

void read_json_transfers(std::string_view text, transfer_reader& to) {
  const auto document = json::parse(text, nullptr, false);
  if (document.is_discarded()) return to.refuse("1", "the JSON is not well-formed");
  const auto within = document.is_object() ? document.find("transfers") : document.end();
  const auto& list = within != document.end() ? *within : document;
  if (!list.is_array()) return take_transfer(list, 1, to);
  std::size_t number = 0;
  for (const auto& each : list) take_transfer(each, ++number, to);
}

}  // namespace

result<std::vector<named_transfer>> read_transfers(std::string_view body) {
  transfer_reader reader;
  std::string text(body);
  import_report report;
  if (const auto why = to_utf8(text, {}, report))
    reader.refuse("1", why->reason);
  else if (const auto first = trim(text); first.starts_with('<'))
    read_xml_transfers(first, reader);
  else
    read_json_transfers(first, reader);
  return reader.finish();
}

}  // namespace footfall::catalog_import
