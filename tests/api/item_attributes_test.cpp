// What answers show of items.
#include "api/recommendation/item_attributes.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace footfall::test {
namespace {

using nlohmann::json;

catalog::item lantern() {
  catalog::item made;
  made.id = "7";
  made.title = "Lantern";
  made.language = "en";
  made.translations["de"].title = "Laterne";
  made.price = text::price{129900, *text::find_currency("EUR")};
  made.sale = catalog::sale_price{99900, 1'000'000, 2'000'000};
  made.images = {"https://img.example/1.jpg", "https://img.example/2.jpg"};
  made.categories = {{"Garden", "Lighting"}, {"Gifts"}};
  made.brand = "Nordhavn";
  made.attribute("colour", catalog::attribute_type::nominal).texts = {"brass", "black"};
  made.attribute("colour", catalog::attribute_type::numeric).numbers = {4.5};
  return made;
}

class item_attributes : public testing::Test {
 protected:
  json shown(std::string_view query, item_index item = 0, std::int64_t now_ms = 0) {
    http::target target;
    EXPECT_TRUE(target.assign("/x?" + std::string(query)));
    catalog::catalogue_editor editor({});
    editor.put(0, lantern());
    const auto catalogue = editor.finish();
    std::string text;
    text::json_writer writer(text);
    api::write_attributes({api::read_wanted_attributes(target), catalogue.get(), now_ms}, item, writer);
    return json::parse(text);
  }
  json values(std::string_view query, std::int64_t now_ms = 0) {
    const auto list = shown(query, 0, now_ms);
    EXPECT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].at("values"), list[0].at("value"));
    return list[0].at("values");
  }
};

TEST_F(item_attributes, are_those_that_were_asked_for_in_that_order_each_once) {
  const auto list = shown("attribute=title,nothing&attribute=colour,,title");
  ASSERT_EQ(list.size(), 3U);
  EXPECT_EQ(list[0], json::parse(R"({"key":"title","values":["Lantern"],"value":["Lantern"]})"));
  EXPECT_EQ(list[1], json::parse(R"({"key":"nothing","values":[],"value":[]})"));
  EXPECT_EQ(list[2].at("values"), json::parse(R"(["brass","black","4.5"])"));
  EXPECT_EQ(shown("numrecs=3"), json::array());
}

TEST_F(item_attributes, have_no_values_of_an_item_that_nobody_has_told_of) {
  EXPECT_EQ(shown("attribute=title", 17).dump(), R"([{"key":"title","value":[],"values":[]}])");
}

TEST_F(item_attributes, are_in_the_language_of_the_request_where_the_item_has_it) {
  EXPECT_EQ(values("attribute=Title&lang=de"), json::array({"Laterne"}));
  EXPECT_EQ(values("attribute=title&lang=fr"), json::array({"Lantern"}));
  EXPECT_EQ(values("attribute=title&lang=de-AT"), json::array({"Laterne"})) << "that of all countries";
  EXPECT_EQ(values("attribute=title&lang=d"), json::array({"Lantern"}));
}

TEST_F(item_attributes, have_the_price_that_holds_now) {
  EXPECT_EQ(values("attribute=price", 999'999), json::array({"1299.00EUR"}));
  EXPECT_EQ(values("attribute=price", 1'000'000), json::array({"999.00EUR"}));
  EXPECT_EQ(values("attribute=listprice", 1'000'000), json::array({"1299.00EUR"}));
  EXPECT_EQ(values("attribute=saleprice", 1'000'000), json::array({"999.00EUR"}));
  EXPECT_EQ(values("attribute=saleprice", 2'000'001), json::array());
}

TEST_F(item_attributes, have_names_for_what_all_items_have) {
  EXPECT_EQ(values("attribute=thumbnailImageUrl"), json::array({"https://img.example/1.jpg"}));
  EXPECT_EQ(values("attribute=images").size(), 2U);
  EXPECT_EQ(values("attribute=categoryPath"), json::array({"Garden/Lighting", "Gifts"}));
  EXPECT_EQ(values("attribute=BRAND"), json::array({"Nordhavn"}));
  EXPECT_EQ(values("attribute=availability"), json::array());
}

TEST_F(item_attributes, are_bounded) {
  std::string query = "attribute=";
  for (int number = 0; number < 500; ++number) query += "k" + std::to_string(number) + ",";
  EXPECT_EQ(shown(query).size(), api::attributes_max);
}

}  // namespace
}  // namespace footfall::test
