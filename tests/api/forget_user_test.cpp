// Forgetting a user by the administration: what the answer promises.
#include "api/test_shop.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/forgetting.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace footfall::test {
namespace {

constexpr auto user_anna = "/admin/customers/00000/users/anna";
constexpr auto click_of_anna = "/api/00000/click/anna/1/42";

std::size_t entries_of_anna(test_shop& shop) {
  std::vector<profile::history_entry> entries;
  shop.histories.read(*shop.owner, shop.hasher.hash("00000", "anna"), entries);
  return entries.size();
}

TEST(forget_user, nothing_is_known_of_the_user_once_the_answer_may_leave) {
  test_shop shop;
  shop.get(click_of_anna);
  shop.events();
  ASSERT_EQ(entries_of_anna(shop), 1U);
  const auto answer = shop.admin(http::method::del, user_anna);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.find(R"({"forgotten":true,"since":")"), 0U) << answer.body;
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 3U);
  EXPECT_EQ(stored[1].type, events::forget_record);
  EXPECT_EQ(stored[2].type, events::forgotten_record);
  EXPECT_NE(stored[2].user, stored[1].user);
  EXPECT_EQ(entries_of_anna(shop), 0U);
}

TEST(forget_user, the_receipt_tells_neither_the_id_nor_its_hash) {
  test_shop shop;
  const auto body = shop.admin(http::method::del, user_anna).body;
  EXPECT_EQ(body.find("anna"), std::string::npos);
  EXPECT_EQ(body.find(events::to_text(shop.hasher.hash("00000", "anna"))), std::string::npos);
  EXPECT_NE(body.find(events::to_text(shop.events().back().user)), std::string::npos);
}

TEST(forget_user, how_far_it_has_come_is_told_by_the_receipt) {
  test_shop shop;
  const auto receipt = events::to_text(identity::key_of_forgotten(shop.hasher.hash("00000", "anna")));
  const auto path = "/admin/customers/00000/erasures/" + receipt;
  EXPECT_EQ(shop.admin(http::method::get, path).status, 404);
  shop.admin(http::method::del, user_anna);
  shop.events();
  EXPECT_EQ(shop.admin(http::method::get, path).body,
            R"({"completed":false,"since":"2026-01-31T12:00:00Z","eventsRemoved":0})");
  EXPECT_EQ(shop.admin(http::method::get, "/admin/customers/00000/erasures/anna").status, 400);
}

TEST(forget_user, nothing_is_stored_of_what_waited_behind_the_record) {
  test_shop shop;
  shop.store.hold();
  shop.get("/api/00000/click/ben/1/1");
  shop.store.wait_for_held_commit();
  std::thread forgetting([&] { shop.admin(http::method::del, user_anna); });
  while (shop.log.figures().waiting_events < 3) std::this_thread::yield();
  shop.get(click_of_anna);
  shop.store.release();
  forgetting.join();
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 3U);
  EXPECT_EQ(stored[2].type, events::forgotten_record);
  EXPECT_EQ(entries_of_anna(shop), 0U);
}

TEST(forget_user, the_user_is_not_tracked_until_that_is_taken_back) {
  test_shop shop;
  shop.admin(http::method::del, user_anna);
  ASSERT_EQ(shop.events().size(), 2U);
  shop.get(click_of_anna);
  EXPECT_EQ(shop.events().size(), 2U);
  constexpr auto opt_out = "/admin/customers/00000/opt-outs/anna";
  EXPECT_EQ(shop.admin(http::method::get, opt_out).body, R"({"optedOut":true})");
  EXPECT_EQ(shop.admin(http::method::del, opt_out).body, R"({"optedOut":false})");
  shop.events();
  shop.get(click_of_anna);
  EXPECT_EQ(shop.events().size(), 4U);
  EXPECT_EQ(entries_of_anna(shop), 1U);
}

}  // namespace
}  // namespace footfall::test
