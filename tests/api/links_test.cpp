// Logins: what they join, how they are undone, and ids that are not linked.
#include "api/test_shop.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

/// Item numbers of the user's history, newest first.
std::vector<std::uint32_t> history_of(const test_shop& shop, std::string_view user) {
  std::vector<profile::history_entry> entries;
  shop.owner->profiles.read(shop.hasher.hash("00000", user), entries);
  std::vector<std::uint32_t> items;
  for (const auto& entry : entries) items.push_back(shop.owner->items.key_of(entry.item).number);
  return items;
}

using list = std::vector<std::uint32_t>;

void track(test_shop& shop, std::string_view target) {
  shop.time.advance_ms(1000);
  ASSERT_EQ(shop.get(target).status, 200) << target;
  shop.events();
}

TEST(links, a_login_joins_the_history_at_once_by_either_name_and_method) {
  for (const auto* event : {"login", "transfer", "Login"}) {
    test_shop shop;
    track(shop, "/api/00000/click/guest-1/1/42");
    const auto target = "/api/00000/" + std::string(event) + "/guest-1/anna";
    EXPECT_EQ(shop.post(target + "/", "").status, 204);
    EXPECT_EQ(shop.events().size(), 2U);
    EXPECT_EQ(history_of(shop, "anna"), (list{42}));
    EXPECT_EQ(history_of(shop, "guest-1"), (list{}));
  }
}

TEST(links, the_stored_login_holds_no_user_id) {
  test_shop shop;
  track(shop, "/api/00000/login/guest-1/anna");
  const auto stored = shop.events().back();
  EXPECT_EQ(stored.details.find("anna"), std::string::npos);
  EXPECT_EQ(stored.details.substr(0, 2), "t=");
}

TEST(links, undoing_a_login_gives_the_history_back_and_is_an_event_itself) {
  test_shop shop;
  track(shop, "/api/00000/click/guest-1/1/42");
  track(shop, "/api/00000/login/guest-1/anna");
  const auto answer =
      shop.admin(http::method::del, "/admin/customers/00000/links?source=guest-1&target=anna");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(history_of(shop, "anna"), (list{}));
  EXPECT_EQ(history_of(shop, "guest-1"), (list{42}));
  EXPECT_EQ(shop.events().back().type, events::event_type::unlink);
}

TEST(links, what_is_not_linked_cannot_be_undone) {
  test_shop shop;
  const auto undo = [&](std::string_view query) {
    return shop.admin(http::method::del, "/admin/customers/00000/links" + std::string(query)).status;
  };
  EXPECT_EQ(undo("?source=guest-1&target=anna"), 404);
  EXPECT_EQ(undo("?source=guest-1"), 400);
  EXPECT_EQ(undo(""), 400);
  EXPECT_TRUE(shop.events().empty());
  EXPECT_EQ(shop.get("/api/00000/unlink/guest-1/anna").status, 404);
}

TEST(links, placeholders_are_stored_reported_and_not_linked) {
  test_shop shop;
  track(shop, "/api/00000/click/guest-1/1/42");
  track(shop, "/api/00000/login/guest-1/null");
  track(shop, "/api/00000/login/undefined/anna");
  EXPECT_EQ(history_of(shop, "guest-1"), (list{42}));
  const auto listing = shop.admin(http::method::get, "/admin/customers/00000/links").body;
  EXPECT_NE(listing.find(R"("links":0)"), std::string::npos) << listing;
  EXPECT_NE(listing.find(R"("reason":"placeholder")"), std::string::npos) << listing;
  EXPECT_EQ(listing.find("null\""), std::string::npos) << listing;
  const auto figures = shop.admin(http::method::get, "/metrics").body;
  EXPECT_NE(figures.find(R"(footfall_users_not_linked{customer="00000"} 2)"), std::string::npos);
}

TEST(links, an_id_with_too_many_others_is_found_out_and_everybody_keeps_the_own_history) {
  customer::customer_settings settings;
  settings.linked_users_max = 3;
  test_shop shop(settings);
  for (int person = 1; person <= 4; ++person) {
    const auto user = "person-" + std::to_string(person);
    track(shop, "/api/00000/click/" + user + "/1/" + std::to_string(person));
    track(shop, "/api/00000/login/" + user + "/kiosk");
  }
  EXPECT_EQ(history_of(shop, "kiosk"), (list{}));
  EXPECT_EQ(history_of(shop, "person-1"), (list{1}));
  const auto listing = shop.admin(http::method::get, "/admin/customers/00000/links").body;
  EXPECT_NE(listing.find(R"("reason":"too many others")"), std::string::npos) << listing;
}

TEST(links, a_user_that_was_taken_for_many_can_be_allowed_again) {
  customer::customer_settings settings;
  settings.linked_users_max = 2;
  test_shop shop(settings);
  for (const auto* user : {"one", "two", "three"})
    track(shop, "/api/00000/login/" + std::string(user) + "/kiosk");
  const auto list_path = std::string_view("/admin/customers/00000/links");
  const auto listing = shop.admin(http::method::get, list_path).body;
  const auto hash_at = listing.find(R"("userHash":")") + 12;
  const auto allow = [&](const std::string& query) {
    return shop.admin(http::method::post, "/admin/customers/00000/links/allow" + query);
  };
  const auto answer = allow("?userHash=" + listing.substr(hash_at, 32));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(shop.events().back().type, events::event_type::allow_links);
  EXPECT_NE(shop.admin(http::method::get, list_path).body.find(R"("usersNotLinked":[])"), std::string::npos);
  track(shop, "/api/00000/click/four/1/42");
  track(shop, "/api/00000/login/four/kiosk");
  EXPECT_EQ(history_of(shop, "kiosk"), (list{42}));

  EXPECT_EQ(allow("?userHash=" + listing.substr(hash_at, 32)).status, 404);
  EXPECT_EQ(allow("?user=kiosk").status, 404);
  EXPECT_EQ(allow("?userHash=12").status, 400);
  EXPECT_EQ(allow("").status, 400);
  EXPECT_EQ(allow("?user=kiosk&userHash=" + listing.substr(hash_at, 32)).status, 400);
  track(shop, "/api/00000/login/four/null");
  EXPECT_EQ(allow("?user=null").status, 400);
}

TEST(links, an_event_of_a_user_without_an_item_is_told_from_a_recommendation) {
  test_shop shop;
  EXPECT_EQ(shop.get("/api/00000/triggeropened/anna?triggername=action_x").status, 200);
  EXPECT_EQ(shop.post("/api/00000/TriggerOpened/landing_page.json?triggername=action_x", "").status, 204);
  EXPECT_EQ(shop.events().size(), 2U);
  EXPECT_TRUE(shop.events()[0].item.empty());
  EXPECT_EQ(shop.get("/api/00000/anna/landing_page.html").status, 404);
}

TEST(links, a_click_on_a_recommendation_without_scenario_counts_where_the_customer_is_lenient) {
  customer::customer_settings settings;
  settings.lenient_tracking = true;
  test_shop shop(settings);
  EXPECT_EQ(shop.get("/api/00000/clickrecommended/anna/1/42").status, 200);
  EXPECT_EQ(shop.events().at(0).details, "s=unknown");
}

TEST(links, a_historical_purchase_needs_its_signature) {
  customer::customer_settings settings;
  settings.license_key = "8695-1828-92810-5535-4239";
  test_shop shop(settings);
  const std::string target =
      "/api/00000/buy/johndoe/1/11?fullprice=19.99EUR&overridetimestamp=2012-01-01T11%3A00%3A00&quantity=1";
  EXPECT_EQ(shop.get(target).status, 400);
  EXPECT_EQ(shop.get(target + "&signature=00000000000000000000000000000000").status, 400);
  EXPECT_TRUE(shop.events().empty());
  EXPECT_EQ(shop.get(target + "&signature=d0026f017ae823f19530d93318c5a2f6").status, 200);
  EXPECT_EQ(shop.events().at(0).time_ms, 1'325'415'600'000);
}

}  // namespace
}  // namespace footfall::test
