// The table of formats, and their readers.
#pragma once

#include "draft_sink.hpp"
#include "feed_text.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace footfall::catalog_import {

using feed_members = std::vector<feed_member>;

/// One format of feeds. A new one is a row in formats.cpp and its reader.
struct feed_format {
  std::string_view name;
  bool (*fits)(const feed_members& members);  ///< by the first bytes
  void (*read)(const feed_members& members, draft_sink& to);
  import_mode mode = import_mode::full;
  format_rules rules{};
};

/// All formats; of those that fit the first is it. Thread-safe.
[[nodiscard]] std::span<const feed_format> formats() noexcept;

// xml_formats.cpp
void read_google(const feed_members& members, draft_sink& to);
void read_other_xml(const feed_members& members, draft_sink& to);
void read_yml(const feed_members& members, draft_sink& to);
// item_xml.cpp
void read_item_xml(const feed_members& members, draft_sink& to);
// news_formats.cpp
void read_news(const feed_members& members, draft_sink& to);
void read_sitemap(const feed_members& members, draft_sink& to);
void read_nitf(const feed_members& members, draft_sink& to);
// json_formats.cpp
void read_json(const feed_members& members, draft_sink& to);
void read_json_ld(const feed_members& members, draft_sink& to);
// table_formats.cpp
void read_table(const feed_members& members, draft_sink& to);
void read_job_table(const feed_members& members, draft_sink& to);
void read_personalize(const feed_members& members, draft_sink& to);
// shop_exports.cpp and magento.cpp: exports of shop systems
void read_shopify(const feed_members& members, draft_sink& to);
void read_woocommerce(const feed_members& members, draft_sink& to);
void read_magento2(const feed_members& members, draft_sink& to);
void read_magento1(const feed_members& members, draft_sink& to);
void read_xtcommerce(const feed_members& members, draft_sink& to);
void read_shopware(const feed_members& members, draft_sink& to);
// richrelevance.cpp
[[nodiscard]] bool is_richrelevance(const feed_members& members);
void read_richrelevance(const feed_members& members, draft_sink& to);

}  // namespace footfall::catalog_import
