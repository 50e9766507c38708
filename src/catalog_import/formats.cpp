// The table of formats and how each is recognised.
#include "formats.hpp"

#include "feed_table.hpp"
#include "field_names.hpp"
#include "plain_text.hpp"
#include "xml_records.hpp"

#include <algorithm>

namespace footfall::catalog_import {

namespace {

std::string_view first_text(const feed_members& members) noexcept {
  return members.empty() ? std::string_view{} : std::string_view(members.front().text);
}

bool has_columns(const feed_members& members, std::initializer_list<std::string_view> wanted) {
  const auto header = read_header(first_text(members));
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](auto name) { return header.column(name).has_value(); });
}

bool is_xml(const feed_members& members) {
  return trim(first_text(members).substr(0, 4096)).starts_with('<');
}

bool has_root(const feed_members& members, std::initializer_list<std::string_view> roots) {
  if (!is_xml(members)) return false;
  auto name = root_name(first_text(members));
  if (const auto colon = name.find(':'); colon != std::string_view::npos && name != "rdf:RDF")
    name.remove_prefix(colon + 1);
  return std::find(roots.begin(), roots.end(), name) != roots.end();
}

bool names_google(const feed_members& members) {
  return first_text(members).substr(0, 65536).find("http://base.google.com/ns/1.0") != std::string_view::npos;
}

bool is_json(const feed_members& members) {
  const auto text = trim(first_text(members));
  return text.starts_with('{') || text.starts_with('[');
}

bool says(const feed_members& members, std::string_view word) {
  return first_text(members).substr(0, 65536).find(word) != std::string_view::npos;
}

constexpr format_rules point{.prescribes_point = true};

constexpr feed_format format_rows[] = {
    //  name, how it is recognised, how it is read, mode, rules
    {"richrelevance", is_richrelevance, read_richrelevance, import_mode::full, point},
    {"google",
     [](const feed_members& m) {
       return has_root(m, {"rss", "feed", "rdf:RDF"}) && names_google(m);
     },
     read_google, import_mode::full, point},
    {"news",
     [](const feed_members& m) {
       return has_root(m, {"rss", "feed", "rdf:RDF"});
     },
     read_news, import_mode::update},
    {"sitemap", [](const feed_members& m) { return has_root(m, {"urlset"}); }, read_sitemap,
     import_mode::update},
    {"nitf", [](const feed_members& m) { return has_root(m, {"nitf"}); }, read_nitf, import_mode::update},
    {"items", [](const feed_members& m) { return has_root(m, {"items"}); }, read_item_xml},
    {"yml", [](const feed_members& m) { return has_root(m, {"yml_catalog"}); }, read_yml},
    {"xml", is_xml, read_other_xml},
    {"json-ld",
     [](const feed_members& m) { return is_json(m) && (says(m, "\"@type\"") || says(m, "\"offers\"")); },
     read_json_ld, import_mode::full, point},
    {"json", is_json, read_json},
    {"xtcommerce", [](const feed_members& m) { return first_text(m).starts_with("XTSOL|"); },
     read_xtcommerce},
    {"shopify",
     [](const feed_members& m) {
       return has_columns(m, {"handle", "variant_price"});
     },
     read_shopify, import_mode::full, point},
    {"magento2",
     [](const feed_members& m) {
       return has_columns(m, {"store_view_code", "attribute_set_code"});
     },
     read_magento2, import_mode::full, point},
    {"magento1",
     [](const feed_members& m) {
       return has_columns(m, {"_attribute_set", "_type"});
     },
     read_magento1, import_mode::full, point},
    {"woocommerce",
     [](const feed_members& m) {
       return has_columns(m, {"regular_price", "parent"});
     },
     read_woocommerce},
    {"shopware5",
     [](const feed_members& m) {
       return has_columns(m, {"ordernumber", "mainnumber"});
     },
     read_shopware},
    {"personalize",
     [](const feed_members& m) {
       return has_columns(m, {"item_id", "category_l1"});
     },
     read_personalize},
    {"table", [](const feed_members&) { return true; }, read_table, import_mode::full, {}},
    {"job", [](const feed_members&) { return false; }, read_job_table},  // only by its mapping
};

bool is_page(std::string_view text) {
  const auto head = lower(trim(text.substr(0, 1024)));
  return head.starts_with("<html") || head.starts_with("<!doctype html");
}

const feed_format* choose(const feed_members& members, const feed_settings& settings) {
  if (settings.job)
    return std::find_if(std::begin(format_rows), std::end(format_rows),
                        [](const auto& row) { return row.name == "job"; });
  return std::find_if(std::begin(format_rows), std::end(format_rows), [&](const feed_format& row) {
    return settings.format.empty() ? row.fits(members) : row.name == settings.format;
  });
}

feed_refusal unknown(const feed_settings& settings) { return {"unknown-format", "0", settings.format}; }

}  // namespace

std::span<const feed_format> formats() noexcept { return format_rows; }

std::vector<std::string_view> format_names() {
  std::vector<std::string_view> names;
  for (const auto& row : format_rows) names.push_back(row.name);
  return names;
}

feed_contents read_feed(std::string bytes, const feed_settings& settings, const record_counter& on_record) {
  feed_contents contents;
  auto& report = contents.report;
  report.bytes = bytes.size();
  const auto refuse = [&](const feed_refusal& why) {
    report.verdict = remark{why.place, "file", why.reason, why.value, {}};
    return std::move(contents);
  };
  feed_members members;
  if (auto why = unpack(std::move(bytes), settings.unpacked_bytes_max, members)) return refuse(*why);
  for (auto& member : members)
    if (auto why = to_utf8(member.text, settings, report)) return refuse(*why);
  const auto text = first_text(members);
  if (trim(text).empty()) return refuse({"empty-file", "0", {}});
  if (is_page(text)) return refuse({"html-page", "1", std::string(beginning(trim(text), 80))});
  const auto* const format = choose(members, settings);
  if (format == std::end(format_rows)) return refuse(unknown(settings));
  report.format = format->name;
  report.format_given = !settings.format.empty() || settings.job.has_value();
  contents.mode = format->mode;
  draft_sink sink(settings, format->rules, report, on_record);
  format->read(members, sink);
  contents.items = sink.finish();
  return contents;
}

}  // namespace footfall::catalog_import
