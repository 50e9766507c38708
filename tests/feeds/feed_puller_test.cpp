// Feeds of a shop with a store in memory and a content server on this machine.
#include "footfall/feeds/feed_puller.hpp"

#include "feeds/pulled_shop.hpp"

#include <gtest/gtest.h>

namespace footfall::feeds {
namespace {

using test::fake_server;
using test::http_response_text;

const std::string header = "id,title,price\n";

std::string table_of(int items, const std::string& title = "Lantern") {
  auto text = header;
  for (int id = 1; id <= items; ++id) text += std::to_string(id) + "," + title + ",1.50 EUR\n";
  return text;
}

class feed_puller : public test::pulled_shop {
 protected:
  static catalogues feeds_from(const std::string& url, std::uint32_t shrink_percent = 20) {
    pulled_feed feed;
    feed.url = url;
    feed.authorization = "Basic secret";
    catalogues settings;
    settings["shop"] = {shrink_percent, {feed}};
    return settings;
  }

  void feed_from(const std::string& url) { pull(feeds_from(url)); }

  // What the last run says, as JSON.
  bool says(std::string_view text) const {
    const auto status = puller.status_of("shop");
    const auto first = status.substr(0, status.find(R"({"source")", status.find("runs") + 8));
    return first.find(text) != std::string::npos;
  }

  void wait_for_next_run() { time.advance_ms(86'400'000); }
};

TEST_F(feed_puller, a_feed_becomes_the_catalogue) {
  fake_server feeds({http_response_text("200 OK", table_of(3))});
  feed_from(feeds.url() + "/feed.csv?token=hidden");
  ASSERT_TRUE(puller.run_due());
  EXPECT_EQ(items(), 3u);
  EXPECT_NE(stored(2).find("Lantern"), std::string::npos);
  EXPECT_TRUE(says(R"("outcome":"published","items":{"added":3,"changed":0,"same":0,"removed":0})"))
      << puller.status_of("shop");
  EXPECT_NE(feeds.requests()[0].find("Authorization: Basic secret"), std::string::npos);
  EXPECT_EQ(puller.status_of("shop").find("hidden"), std::string::npos);
  EXPECT_EQ(puller.status_of("shop").find("secret"), std::string::npos);
}

TEST_F(feed_puller, a_feed_is_pulled_again_after_its_interval_and_not_before) {
  fake_server feeds({http_response_text("200 OK", table_of(3)), http_response_text("200 OK", table_of(4))});
  feed_from(feeds.url());
  ASSERT_TRUE(puller.run_due());
  time.advance_ms(86'399'000);
  ASSERT_TRUE(puller.run_due());
  EXPECT_EQ(feeds.requests().size(), 1u);
  time.advance_ms(1'000);
  ASSERT_TRUE(puller.run_due());
  EXPECT_EQ(items(), 4u);
}

TEST_F(feed_puller, what_a_full_feed_no_longer_has_is_hidden) {
  fake_server feeds({http_response_text("200 OK", table_of(10)), http_response_text("200 OK", table_of(9))});
  feed_from(feeds.url());
  ASSERT_TRUE(puller.run_due());
  wait_for_next_run();
  ASSERT_TRUE(puller.run_due());
  EXPECT_EQ(items(), 9u);
  const auto index = owner->items.find({1, 10, {}});
  ASSERT_TRUE(index);
  EXPECT_FALSE(owner->catalogue.load()->may_show({1, 10, {}}, *index, catalog::unknown_items::automatic, 0));
  EXPECT_TRUE(says(R"("same":9,"removed":1)")) << puller.status_of("shop");
}

TEST_F(feed_puller, a_feed_that_shrinks_too_much_changes_nothing_until_somebody_allows_it) {
  fake_server feeds({http_response_text("200 OK", table_of(10)), http_response_text("200 OK", table_of(7)),
                     http_response_text("200 OK", table_of(7))});
  feed_from(feeds.url());
  ASSERT_TRUE(puller.run_due());
  wait_for_next_run();
  const auto refused = puller.run_due();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail().find("shrunk"), std::string::npos) << refused.error().detail();
  EXPECT_EQ(items(), 10u);
  EXPECT_TRUE(says(R"("outcome":"refused")"));
  EXPECT_EQ(puller.pull_now("shop", true), 1u);
  ASSERT_TRUE(puller.run_due());
  EXPECT_EQ(items(), 7u);
}

TEST_F(feed_puller, what_is_not_new_is_told_by_the_server_or_by_its_bytes) {
  const auto first = http_response_text("200 OK", table_of(3), "ETag: \"a\"\r\n");
  fake_server feeds({first, "HTTP/1.1 304 Not Modified\r\n\r\n", first});
  feed_from(feeds.url());
  for (int run = 0; run < 3; ++run) {
    ASSERT_TRUE(puller.run_due());
    wait_for_next_run();
  }
  EXPECT_NE(feeds.requests()[1].find("If-None-Match: \"a\""), std::string::npos);
  EXPECT_TRUE(says(R"("outcome":"unchanged")"));
  EXPECT_EQ(puller.figures().at("shop"), (feeds::feed_puller::run_counts{1, 2, 0, 0}));
  EXPECT_EQ(items(), 3u);
}

TEST_F(feed_puller, every_seventh_time_the_whole_is_asked_for) {
  std::vector<std::string> answers{http_response_text("200 OK", table_of(3), "ETag: \"a\"\r\n")};
  for (int run = 0; run < 7; ++run) answers.push_back("HTTP/1.1 304 Not Modified\r\n\r\n");
  answers.back() = http_response_text("200 OK", table_of(4), "ETag: \"a\"\r\n");
  fake_server feeds(answers);
  feed_from(feeds.url());
  for (int run = 0; run < 8; ++run) {
    ASSERT_TRUE(puller.run_due());
    wait_for_next_run();
  }
  EXPECT_EQ(feeds.requests()[7].find("If-None-Match"), std::string::npos);
  EXPECT_EQ(items(), 4u);
}

TEST_F(feed_puller, a_failure_that_passes_is_tried_again_soon_and_another_at_the_interval) {
  fake_server feeds({http_response_text("200 OK", table_of(3)), http_response_text("502 Bad Gateway", ""),
                     http_response_text("404 Not Found", ""), http_response_text("200 OK", table_of(4))});
  feed_from(feeds.url());
  ASSERT_TRUE(puller.run_due());
  wait_for_next_run();
  EXPECT_FALSE(puller.run_due());
  EXPECT_EQ(items(), 3u);
  time.advance_ms(60'000);
  EXPECT_FALSE(puller.run_due());
  EXPECT_TRUE(says("status 404")) << puller.status_of("shop");
  time.advance_ms(60'000);
  EXPECT_TRUE(puller.run_due());
  EXPECT_EQ(feeds.requests().size(), 3u);
  wait_for_next_run();
  EXPECT_TRUE(puller.run_due());
  EXPECT_EQ(items(), 4u);
}

TEST_F(feed_puller, who_is_asked_to_wait_waits) {
  fake_server feeds({http_response_text("503 Busy", "", "Retry-After: 600\r\n"),
                     http_response_text("200 OK", table_of(3))});
  feed_from(feeds.url());
  EXPECT_FALSE(puller.run_due());
  time.advance_ms(599'000);
  EXPECT_TRUE(puller.run_due());
  EXPECT_EQ(feeds.requests().size(), 1u);
  time.advance_ms(1'000);
  EXPECT_TRUE(puller.run_due());
  EXPECT_EQ(items(), 3u);
}

TEST_F(feed_puller, a_page_in_place_of_the_feed_changes_nothing) {
  fake_server feeds({http_response_text("200 OK", table_of(3)),
                     http_response_text("200 OK", "<!doctype html><title>Log in</title>")});
  feed_from(feeds.url());
  ASSERT_TRUE(puller.run_due());
  wait_for_next_run();
  EXPECT_FALSE(puller.run_due());
  EXPECT_TRUE(says("html-page"));
  EXPECT_EQ(items(), 3u);
}

TEST_F(feed_puller, a_large_feed_is_replaced_in_one_step) {
  fake_server feeds(
      {http_response_text("200 OK", table_of(2500)), http_response_text("200 OK", table_of(2500, "Lamp"))});
  feed_from(feeds.url());
  ASSERT_TRUE(puller.run_due());
  wait_for_next_run();
  ASSERT_TRUE(puller.run_due());
  EXPECT_EQ(items(), 2500u);
  EXPECT_NE(stored(2500).find("Lamp"), std::string::npos);
  EXPECT_TRUE(says(R"("changed":2500)")) << puller.status_of("shop");
}

TEST_F(feed_puller, a_feed_without_the_ids_that_pages_track_changes_nothing) {
  auto other_ids = header;
  for (int id = 101; id <= 112; ++id) other_ids += std::to_string(id) + ",Lantern,1.50 EUR\n";
  fake_server feeds({http_response_text("200 OK", table_of(12)), http_response_text("200 OK", other_ids),
                     http_response_text("200 OK", other_ids)});
  feed_from(feeds.url());
  ASSERT_TRUE(puller.run_due());
  wait_for_next_run();
  const auto today_s = static_cast<std::uint32_t>(time.wall_ms() / 1000);
  for (std::uint32_t id = 1; id <= 12; ++id) owner->tracked.add(*owner->items.find({1, id, {}}), today_s);
  const auto refused = puller.run_due();
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail().find("ids-unknown"), std::string::npos) << refused.error().detail();
  EXPECT_TRUE(says(R"("trackedIds":{"items":12,"known":0,"knownBefore":12})")) << puller.status_of("shop");
  EXPECT_NE(stored(1), "");
  EXPECT_EQ(puller.pull_now("shop", true), 1u);
  ASSERT_TRUE(puller.run_due());
  EXPECT_EQ(stored(1), "");
  EXPECT_NE(stored(101), "");
}

TEST_F(feed_puller, half_of_the_tracked_ids_is_enough_and_few_of_them_say_nothing) {
  fake_server feeds({http_response_text("200 OK", table_of(12)), http_response_text("200 OK", table_of(10))});
  feed_from(feeds.url());
  ASSERT_TRUE(puller.run_due());
  wait_for_next_run();
  const auto today_s = static_cast<std::uint32_t>(time.wall_ms() / 1000);
  for (const std::uint32_t id : {11, 12}) owner->tracked.add(*owner->items.find({1, id, {}}), today_s);
  EXPECT_TRUE(puller.run_due());
  EXPECT_EQ(items(), 10u);
}

TEST_F(feed_puller, a_restart_forgets_neither_runs_nor_validators) {
  fake_server feeds(
      {http_response_text("200 OK", table_of(3), "ETag: \"a\"\r\n"), "HTTP/1.1 304 Not Modified\r\n\r\n"});
  feed_from(feeds.url());
  ASSERT_TRUE(puller.run_due());
  feeds::feed_puller again{feeds_from(feeds.url()),
                           outbound::client::make({{"127.0.0.1"}, {}}, time).value(),
                           [this] { return customers.load(); },
                           log,
                           *store.make_entity_reader(),
                           time};
  ASSERT_TRUE(again.run_due());
  EXPECT_NE(feeds.requests()[1].find("If-None-Match: \"a\""), std::string::npos);
  const auto status = again.status_of("shop");
  EXPECT_LT(status.find(R"("outcome":"unchanged")"),
            status.find(R"("outcome":"published","items":{"added":3)"))
      << status;
  EXPECT_NE(status.find(R"("report":{"format":"table")"), std::string::npos) << status;
  EXPECT_NE(status.find("publishedAt"), std::string::npos);
}

TEST_F(feed_puller, a_feed_that_is_to_be_read_otherwise_is_read_again) {
  const auto answer = http_response_text("200 OK", table_of(3), "ETag: \"a\"\r\n");
  fake_server feeds({answer, answer, answer});
  feed_from(feeds.url());
  ASSERT_TRUE(puller.run_due());
  wait_for_next_run();
  auto other = feeds_from(feeds.url());
  other["shop"].feeds[0].reading.type = 2;
  pull(other);
  ASSERT_TRUE(puller.run_due());
  EXPECT_EQ(feeds.requests()[1].find("If-None-Match"), std::string::npos);
  EXPECT_NE(stored(1, 2), "");
}

TEST_F(feed_puller, feeds_that_a_reload_takes_away_are_not_pulled) {
  fake_server feeds({http_response_text("200 OK", table_of(3))});
  feed_from(feeds.url());
  puller.settings_changed({}, outbound::client::make({{"127.0.0.1"}, {}}, time).value());
  ASSERT_TRUE(puller.run_due());
  EXPECT_TRUE(feeds.requests().empty());
  EXPECT_EQ(puller.pull_now("shop", false), 0u);
}

}  // namespace
}  // namespace footfall::feeds
