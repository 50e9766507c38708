// The catalogue of RichRelevance with regions: prices, names and what is for sale differ between them.
#include "catalog_import/draft_sink.hpp"
#include "catalog_import/formats.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::catalog_import {
namespace {

constexpr std::string_view products =
    "product_id|name|price|sale_price|recommendable|image_url|link_url|brand\n"
    "1|Lantern|129.00|99.00|TRUE|http://shop.example/1.jpg|http://shop.example/1|Nordhavn\n"
    "2|Lamp|50.00||TRUE|http://shop.example/2.jpg|http://shop.example/2|Nordhavn\n";
constexpr std::string_view regions =
    "region_id|product_id|name|price|sale_price|recommendable\n"
    "ch-DE|1|Laterne|149.00|119.00|\n"
    "ch-FR|1|Lanterne||89.00|TRUE\n"
    "ch-FR|2||55.00||FALSE\n";

/// `1 Lantern 129.00 99.00 shown` and so on.
std::vector<std::string> read_with(const std::string& region) {
  feed_settings settings;
  settings.region = region;
  import_report report;
  draft_sink to(settings, {.prescribes_point = true}, report);
  read_richrelevance({{"product_full_shop_2026_11_20.txt", std::string(products)},
                      {"product_region_shop_2026_11_20.txt", std::string(regions)}},
                     to);
  std::vector<std::string> told;
  for (const auto& each : to.finish())
    told.push_back(each.id + " " + each.title + " " + std::to_string(each.price->minor_units) +
                   (each.sale ? " " + std::to_string(each.sale->minor) : "") +
                   (each.visible ? "" : " hidden"));
  return told;
}

using told = std::vector<std::string>;

TEST(richrelevance_regions, say_nothing_unless_one_is_chosen) {
  EXPECT_EQ(read_with(""), (told{"1 Lantern 12900 9900", "2 Lamp 5000"}));
  EXPECT_EQ(read_with("it"), (told{"1 Lantern 12900 9900", "2 Lamp 5000"}));
}

TEST(richrelevance_regions, have_the_say_where_they_say_something) {
  EXPECT_EQ(read_with("ch-DE"), (told{"1 Laterne 14900 11900", "2 Lamp 5000"}));
  EXPECT_EQ(read_with("ch-FR"), (told{"1 Lanterne 12900 8900", "2 Lamp 5500 hidden"}));
}

}  // namespace
}  // namespace footfall::catalog_import
