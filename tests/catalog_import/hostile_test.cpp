// Feeds that mean harm, or were cut: refused as a whole, cheaply, and with the reason.
#include "footfall/catalog_import/read_feed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::catalog_import {
namespace {

std::string verdict_of(const std::string& bytes, const feed_settings& settings = {}) {
  const auto read = read_feed(bytes, settings);
  return read.report.verdict ? read.report.verdict->place + " " + read.report.verdict->reason : "accepted";
}

std::string repeated(const std::string& piece, int times) {
  std::string all;
  for (int count = 0; count < times; ++count) all += piece;
  return all;
}

TEST(hostile_xml, that_declares_an_entity_is_refused_at_its_declaration) {
  EXPECT_EQ(
      verdict_of("<!DOCTYPE items [\n<!ENTITY a \"aaaa\">\n<!ENTITY b \"&a;&a;\">]><items><item id=\"1\" "
                 "type=\"1\"><description>&b;</description></item></items>"),
      "2 entity-declaration");
  EXPECT_EQ(verdict_of("<!DOCTYPE items [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><items>&x;</items>"),
            "1 entity-declaration");
}

TEST(hostile_xml, that_names_a_parameter_entity_outside_is_refused) {
  EXPECT_EQ(verdict_of("<!DOCTYPE items [<!ENTITY % d SYSTEM \"http://127.0.0.1/d.dtd\"> %d;]><items/>"),
            "1 entity-declaration");
}

TEST(hostile_xml, that_is_nested_deeper_than_64_elements_is_refused) {
  EXPECT_EQ(verdict_of("<SHOP>" + repeated("<a>", 100'000)), "1 too-deep");
}

TEST(hostile_xml, with_a_megabyte_of_text_in_an_element_is_refused) {
  EXPECT_EQ(verdict_of("<SHOP><ITEM><ID>" + std::string(2 << 20, 'x') + "</ID></ITEM></SHOP>"), "1 too-deep");
}

TEST(hostile_xml, with_endless_elements_in_a_record_is_refused) {
  EXPECT_EQ(verdict_of("<SHOP><ITEM>" + repeated("<a/>", 30'000)), "1 too-deep");
}

TEST(item_xml, is_taken_as_a_whole_or_not_at_all) {
  const std::string good = "<item id=\"1\" type=\"1\"><price currency=\"EUR\">100</price></item>\n";
  EXPECT_EQ(verdict_of("<items version=\"1\">" + good + "</items>"), "accepted");
  EXPECT_EQ(verdict_of("<items version=\"1\">" + good + "<item id=\"2\"/></items>"), "2 not-valid");
  EXPECT_EQ(
      verdict_of("<items version=\"1\">" + good + "<item id=\"2\" type=\"1\">\n<colour/></item></items>"),
      "3 not-valid");
  EXPECT_EQ(
      verdict_of("<items version=\"1\">" + good +
                 "<item id=\"2\" type=\"1\"><attributes><attribute key=\"a\" value=\"x\" type=\"NUMERIC\"/>"
                 "</attributes></item></items>"),
      "2 not-valid");
}

TEST(item_xml, as_the_documents_have_it_is_read) {
  const auto read = read_feed(
      "<items version=\"1\"><item id=\"102\" type=\"1\"><description>the big desktop wallpaper</description>"
      "<price currency=\"EUR\">123</price><validfrom>2011-01-01T00:00:00</validfrom>"
      "<validto>2021-01-01T00:00:00</validto><categorypaths><categorypath>/8/4/5</categorypath></"
      "categorypaths>"
      "<content><content-data key=\"title\"><![CDATA[Wallpaper]]></content-data></content>"
      "<attributes><attribute key=\"size\" value=\"40.5\" type=\"NUMERIC\"/><attribute key=\"size\" "
      "value=\"L\"/>"
      "</attributes></item></items>",
      {});
  ASSERT_EQ(read.items.size(), 1U);
  std::string text;
  catalog::append_json(text, read.items.at(0));
  EXPECT_EQ(text,
            R"({"attributes":{"size":{"NOMINAL":["L"],"NUMERIC":[40.5]}},"categories":[["8","4","5"]],)"
            R"("description":"the big desktop wallpaper","id":"102","price":{"currency":"EUR","minor":123},)"
            R"("title":"Wallpaper","type":1,"valid_from":"2011-01-01T00:00:00Z",)"
            R"("valid_to":"2021-01-01T00:00:00Z"})");
}

TEST(feeds, without_a_byte_or_of_an_unknown_encoding_are_refused) {
  EXPECT_EQ(verdict_of(""), "0 empty-file");
  EXPECT_EQ(verdict_of(" \n"), "0 empty-file");
  EXPECT_EQ(verdict_of("<?xml version=\"1.0\" encoding=\"klingon\"?><items/>"), "0 unknown-encoding");
  EXPECT_EQ(verdict_of("{\"a\": "), "1 not-well-formed");
  catalog_import::feed_settings unheard;
  unheard.format = "unheard";
  EXPECT_EQ(verdict_of("id,title\n1,a\n", unheard), "0 unknown-format");
}

TEST(feeds, beyond_the_bound_of_unpacked_bytes_are_refused) {
  const auto read = read_feed(std::string("\x1F\x8B\x08\x00", 4) + std::string(20, '\0'), {});
  ASSERT_TRUE(read.report.verdict);
  EXPECT_EQ(read.report.verdict->reason, "truncated");
}

TEST(json, of_the_own_form_gives_the_same_item_again) {
  const std::string text =
      R"({"added":"2026-01-31T12:00:00Z",)"
      R"("attributes":{"Color":{"NOMINAL":["grey"]},"size":{"NUMERIC":[40.5]}},)"
      R"("availability":"limited","brand":"Ask","categories":[["Home","A/B"]],"description":"d",)"
      R"("group":"G","id":"1",)"
      R"("images":["https://a.example/1.jpg"],"language":"en","link":"https://a.example/1",)"
      R"("price":{"currency":"JPY","minor":1299},)"
      R"("sale":{"minor":999,"to":"2026-02-01T00:00:00Z"},"title":"t",)"
      R"("translations":{"de":{"title":"T"}},"type":3,"valid_to":"2026-03-01T00:00:00Z","visible":false})";
  const auto read = read_feed(text, {});
  ASSERT_EQ(read.items.size(), 1U);
  std::string again;
  catalog::append_json(again, read.items.at(0));
  EXPECT_EQ(again, text);
}

TEST(tables, take_their_columns_from_a_mapping) {
  feed_settings settings;
  settings.columns = {{"id", "Nummer"}, {"title", "Text"}, {"finish", "Glanz"}};
  const auto read = read_feed("Nummer;Text;Glanz;Preis\n7;Vase;matt;5,00\n", settings);
  ASSERT_EQ(read.items.size(), 1U);
  const auto vase = read.items.at(0);
  EXPECT_EQ(vase.id, "7");
  EXPECT_EQ(vase.title, "Vase");
  EXPECT_EQ(vase.price->minor_units, 500);
  ASSERT_NE(vase.find("finish", catalog::attribute_type::nominal), nullptr);
  EXPECT_EQ(read_feed("a;b\n1;2\n", settings).report.verdict->reason, "missing-column");
}

}  // namespace
}  // namespace footfall::catalog_import
