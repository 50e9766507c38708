// A content server that announces its exports, as the client of a CMS does it: the test plays that server.
#include "footfall/feeds/feed_puller.hpp"

#include "feeds/pulled_shop.hpp"
#include "support/content_server.hpp"

#include <gtest/gtest.h>

namespace footfall::feeds {
namespace {

using test::announcement_of;
using test::content_list;
using test::fake_server;
using test::http_response_text;

class announced_exports : public test::pulled_shop {
 protected:
  announced_exports() { pull({}); }

  void announce(const std::string& transaction, const std::string& events) {
    auto call = read_export_call(R"({"transaction":")" + transaction + R"(","events":[)" + events + "]}");
    ASSERT_TRUE(call) << call.error().detail();
    ASSERT_TRUE(puller.add("shop", std::move(*call)));
  }

  bool item_has(int id, std::string_view text) const { return stored(id, 2).find(text) != std::string::npos; }
};

TEST_F(announced_exports, a_full_export_in_parts_replaces_type_and_language_after_its_last_part) {
  fake_server content({content_list({{1, "Lantern"}, {2, "Lamp"}}, "eng-GB"),
                       content_list({{3, "Torch"}}, "eng-GB"), content_list({{1, "Laterne"}}, "ger-DE"),
                       content_list({{1, "Lantern"}}, "eng-GB"), content_list({{2, "Lamp"}}, "eng-GB")});
  const auto url = '"' + content.url() + "/export\"";
  announce("1", announcement_of("FULL", "eng-GB", "[" + url + "," + url + "]") + "," +
                    announcement_of("FULL", "ger-DE", url));
  ASSERT_TRUE(puller.run_due());
  EXPECT_NE(content.requests()[0].find("Accept: application/vnd.ez.api.Content+json"), std::string::npos);
  EXPECT_NE(content.requests()[0].find("Authorization: Basic ZXhwb3J0OnNlY3JldA=="), std::string::npos);
  EXPECT_EQ(items(), 3u);
  EXPECT_TRUE(item_has(1, R"("title":"Lantern")")) << stored(1, 2);
  EXPECT_TRUE(item_has(1, R"("ger-DE":{"title":"Laterne"})")) << stored(1, 2);
  EXPECT_TRUE(item_has(1, R"("categories":[["1","2"]])")) << stored(1, 2);
  // Two calls of one transaction are one export: the second adds to what the first has left.
  announce("2", announcement_of("FULL", "eng-GB", url));
  announce("2", announcement_of("FULL", "eng-GB", url));
  ASSERT_TRUE(puller.run_due());
  EXPECT_EQ(items(), 2u);
  EXPECT_TRUE(item_has(1, "Lantern") && item_has(2, "Lamp"));
  announce("", R"({"action":"DELETE","contentTypeId":2,"itemId":1,"lang":"eng-GB"})");
  ASSERT_TRUE(puller.run_due());
  EXPECT_TRUE(item_has(1, R"("title":"Laterne")")) << stored(1, 2);
  EXPECT_FALSE(item_has(1, "Lantern"));
}

TEST_F(announced_exports, an_export_that_breaks_off_or_is_empty_changes_nothing) {
  fake_server content({content_list({{1, "Lantern"}, {2, "Lamp"}}, "eng-GB"),
                       content_list({{1, "New lantern"}}, "eng-GB"), http_response_text("500 Broken", ""),
                       content_list({}, "eng-GB")});
  const auto url = '"' + content.url() + '"';
  announce("1", announcement_of("FULL", "eng-GB", url));
  ASSERT_TRUE(puller.run_due());
  announce("2", announcement_of("FULL", "eng-GB", "[" + url + "," + url + "]"));
  EXPECT_FALSE(puller.run_due());
  announce("3", announcement_of("FULL", "eng-GB", url));
  EXPECT_FALSE(puller.run_due());
  EXPECT_EQ(items(), 2u);
  EXPECT_TRUE(item_has(1, R"("title":"Lantern")")) << stored(1, 2);
}

TEST_F(announced_exports, item_xml_without_type_and_language_adds_to_the_catalogue) {
  fake_server content({http_response_text(
      "200 OK", R"(<items version="1"><item id="1" type="2"><title>Lantern</title></item></items>)")});
  announce("", R"({"action":"UPDATE","uri":")" + content.url() + R"(/items.xml"})");
  ASSERT_TRUE(puller.run_due());
  EXPECT_TRUE(item_has(1, "Lantern"));
  EXPECT_NE(puller.status_of("shop").find(R"("exports":[{"source":"http://127.0.0.1)"), std::string::npos);
}

TEST_F(announced_exports, a_restart_goes_on_with_what_waits_and_knows_which_exports_go_on) {
  fake_server content({content_list({{1, "Lantern"}}, "eng-GB"), content_list({{2, "Lamp"}}, "eng-GB")});
  const auto url = '"' + content.url() + '"';
  announce("1", announcement_of("FULL", "eng-GB", url));
  ASSERT_TRUE(puller.run_due());
  announce("1", announcement_of("FULL", "eng-GB", url));
  const auto begin_again = [&] {
    return std::make_unique<feeds::feed_puller>(
        catalogues{}, outbound::client::make({{"127.0.0.1"}, {}}, time).value(),
        [this] { return customers.load(); }, log, *store.make_entity_reader(), time);
  };
  ASSERT_TRUE(begin_again()->run_due());
  EXPECT_TRUE(item_has(1, "Lantern") && item_has(2, "Lamp"));
  EXPECT_NE(content.requests().at(1).find("Authorization: Basic ZXhwb3J0OnNlY3JldA=="), std::string::npos);
  // What was fetched is not fetched again.
  ASSERT_TRUE(begin_again()->run_due());
  EXPECT_EQ(content.requests().size(), 2u);
}

TEST_F(announced_exports, calls_that_wait_are_bounded) {
  const auto call = read_export_call(R"({"events":[{"action":"DELETE","contentTypeId":2,"itemId":1}]})");
  ASSERT_TRUE(call);
  for (int waiting = 0; waiting < 16; ++waiting) EXPECT_TRUE(puller.add("shop", *call));
  const auto one_more = puller.add("shop", *call);
  ASSERT_FALSE(one_more);
  EXPECT_EQ(one_more.error().code(), error::too_many_requests);
  ASSERT_TRUE(puller.run_due());
  EXPECT_TRUE(puller.add("shop", *call));
}

}  // namespace
}  // namespace footfall::feeds
