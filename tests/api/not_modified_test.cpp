// "Not modified" is said of an answer that is the same: it hides nothing that filters and boosts would
// change, also where time alone has changed it.
#include "api/test_shop.hpp"
#include "footfall/catalog/catalogue.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>

namespace footfall::test {
namespace {

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t day_ms = 86'400'000;

customer::customer_settings with_popular(const std::function<void(recommend::scenario&)>& change) {
  customer::customer_settings settings;
  for (auto& each : settings.scenarios.edit())
    if (each.id == "popular") change(each);
  return settings;
}

/// Items 1, 2 and 3 by their clicks, 1 first.
class popular_shop : public test_shop {
 public:
  explicit popular_shop(const std::function<void(recommend::scenario&)>& change = [](auto&) {})
      : test_shop(with_popular(change)) {
    for (const auto* clicked : {"a/1/1", "b/1/1", "c/1/1", "a/1/2", "b/1/2", "a/1/3"})
      get("/api/00000/click/" + std::string(clicked));
    events();
    EXPECT_TRUE(builder.run_once());
    time.advance_ms(2 * second_ms);
  }

  void tell(const std::vector<std::pair<std::uint32_t, catalog::item>>& items) {
    catalog::catalogue_editor editor(owner->catalogue.load());
    for (const auto& [id, item] : items) editor.put(*owner->items.find({1, id, {}}), item);
    owner->catalogue.publish(editor.finish(time.wall_ms()));
    time.advance_ms(2 * second_ms);
  }

  std::vector<int> shown() {
    std::vector<int> ids;
    const auto body = nlohmann::json::parse(get(target).body);
    for (const auto& each : body.at("recommendationItems")) ids.push_back(each.at("itemId"));
    return ids;
  }

  /// The date by which clients ask again.
  std::string date() { return field_of(get(target), "Last-Modified"); }

  bool is_unchanged_since(const std::string& date) {
    return send(http::method::get, target, "", {{"If-Modified-Since", date}}).status == 304;
  }

  std::string target = "/api/v2/00000/anna/popular.json";
};

using ids = std::vector<int>;

/// Something changes after `wait_ms` without a word of anybody, and the next answers are the same again.
void expect_a_turn_after(popular_shop& shop, std::int64_t wait_ms, const ids& before, const ids& after) {
  EXPECT_EQ(shop.shown(), before);
  const auto date = shop.date();
  EXPECT_TRUE(shop.is_unchanged_since(date));
  shop.time.advance_ms(wait_ms);
  EXPECT_FALSE(shop.is_unchanged_since(date));
  EXPECT_EQ(shop.shown(), after);
  shop.time.advance_ms(2 * second_ms);
  EXPECT_TRUE(shop.is_unchanged_since(shop.date()));
}

TEST(not_modified, does_not_hide_that_an_item_has_become_valid_or_ceased_to_be) {
  popular_shop shop;
  catalog::item soon, gone;
  soon.valid_from_ms = shop.time.wall_ms() + 10 * minute_ms;
  gone.valid_to_ms = shop.time.wall_ms() + 20 * minute_ms;
  shop.tell({{1, soon}, {2, gone}, {3, {}}});
  expect_a_turn_after(shop, 10 * minute_ms, {2, 3}, {1, 2, 3});
  expect_a_turn_after(shop, 10 * minute_ms, {1, 2, 3}, {1, 3});
}

TEST(not_modified, does_not_hide_that_an_item_has_become_too_old) {
  popular_shop shop([](auto& plan) { plan.filters.maximum_item_age_ms = 7 * day_ms; });
  catalog::item old;
  old.added_ms = shop.time.wall_ms() - 7 * day_ms + 10 * minute_ms;
  shop.tell({{1, old}, {2, {}}, {3, {}}});
  expect_a_turn_after(shop, 10 * minute_ms, {1, 2, 3}, {2, 3});
}

TEST(not_modified, does_not_hide_that_a_sale_has_ended) {
  popular_shop shop([](auto& plan) { plan.filters.minimum_price = 5; });
  catalog::item cheap;
  cheap.price = text::price{1000, {}};
  cheap.sale = catalog::sale_price{100, {}, shop.time.wall_ms() + 10 * minute_ms};
  shop.tell({{1, cheap}, {2, {}}, {3, {}}});
  expect_a_turn_after(shop, 10 * minute_ms, {2, 3}, {1, 2, 3});
}

TEST(not_modified, does_not_hide_that_the_sale_of_a_context_item_has_ended) {
  popular_shop shop([](auto& plan) { plan.filters.cheaper_than_context = true; });
  const auto at = [](std::int64_t minor) {
    catalog::item item;
    item.price = text::price{minor, {}};
    return item;
  };
  auto on_sale = at(1000);
  on_sale.sale = catalog::sale_price{100, {}, shop.time.wall_ms() + 10 * minute_ms};
  shop.tell({{1, on_sale}, {2, at(500)}, {3, at(2000)}});
  shop.target += "?contextitems=1";
  expect_a_turn_after(shop, 10 * minute_ms, {2, 3}, {3});
}

TEST(not_modified, does_not_hide_that_a_new_item_is_new_no_more) {
  popular_shop shop(
      [](auto& plan) { plan.boosts.push_back({.by = "new", .places = 5, .maximum_age_ms = 7 * day_ms}); });
  catalog::item young;
  young.added_ms = shop.time.wall_ms() - 7 * day_ms + 10 * minute_ms;
  shop.tell({{1, {}}, {2, {}}, {3, young}});
  expect_a_turn_after(shop, 10 * minute_ms, {3, 1, 2}, {1, 2, 3});
}

TEST(not_modified, does_not_hide_that_a_session_has_ended_in_which_an_item_was_shown) {
  popular_shop shop([](auto& plan) { plan.filters.repeated_shows = 1; });
  shop.get("/api/00000/rendered/anna/1/1");
  shop.events();
  shop.time.advance_ms(2 * second_ms);
  expect_a_turn_after(shop, 30 * minute_ms, {2, 3}, {1, 2, 3});
}

TEST(not_modified, is_said_where_an_item_was_shown_often_but_in_other_sessions) {
  popular_shop shop([](auto& plan) { plan.filters.repeated_shows = 3; });
  const auto show = [&] {
    shop.get("/api/00000/rendered/anna/1/1");
    shop.events();
    shop.time.advance_ms(2 * second_ms);
  };
  for (int day = 0; day < 3; ++day) {
    shop.time.advance_ms(day_ms);
    show();
    EXPECT_EQ(shop.shown(), (ids{1, 2, 3})) << "day " << day;
  }
  EXPECT_TRUE(shop.is_unchanged_since(shop.date()));
  for (int more = 0; more < 2; ++more) show();
  EXPECT_EQ(shop.shown(), (ids{2, 3}));
}

TEST(not_modified, does_not_hide_that_a_purchase_is_a_year_ago) {
  popular_shop shop([](auto& plan) { plan.filters.already_purchased = true; });
  shop.get("/api/00000/buy/anna/1/1");
  shop.events();
  shop.time.advance_ms(365 * day_ms - minute_ms);
  expect_a_turn_after(shop, minute_ms, {2, 3}, {1, 2, 3});
}

void send_event(popular_shop& shop, const std::string& what) {
  EXPECT_EQ(shop.get("/api/00000/" + what).status, 200) << what;
  shop.events();
  shop.time.advance_ms(2 * second_ms);
}

/// Somebody does something that does not tell that it changes answers now.
void expect_a_change_by(popular_shop& shop, const std::function<void()>& act, const ids& before,
                        const ids& after) {
  shop.time.advance_ms(minute_ms);
  // Something newer than what the act brings: the date of the answer does not tell of that.
  send_event(shop, "consume/anna/1/3");
  EXPECT_EQ(shop.shown(), before);
  shop.time.advance_ms(minute_ms);
  const auto date = shop.date();
  EXPECT_TRUE(shop.is_unchanged_since(date));
  act();
  shop.time.advance_ms(2 * second_ms);
  EXPECT_FALSE(shop.is_unchanged_since(date));
  EXPECT_EQ(shop.shown(), after);
  EXPECT_TRUE(shop.is_unchanged_since(shop.date()));
}

void leave_out_purchased(recommend::scenario& plan) { plan.filters.already_purchased = true; }

TEST(not_modified, does_not_hide_what_a_login_brings_and_its_undoing_takes) {
  popular_shop shop(leave_out_purchased);
  send_event(shop, "buy/tablet/1/1");
  expect_a_change_by(shop, [&] { send_event(shop, "login/tablet/anna"); }, {1, 2, 3}, {2, 3});
  expect_a_change_by(
      shop, [&] { shop.admin(http::method::del, "/admin/customers/00000/links?source=tablet&target=anna"); },
      {2, 3}, {1, 2, 3});
}

TEST(not_modified, does_not_hide_what_a_login_brings_of_an_earlier_one) {
  popular_shop shop(leave_out_purchased);
  send_event(shop, "buy/phone/1/1");
  send_event(shop, "login/phone/tablet");
  expect_a_change_by(shop, [&] { send_event(shop, "login/tablet/anna"); }, {1, 2, 3}, {2, 3});
}

TEST(not_modified, does_not_hide_what_an_import_says_of_last_year) {
  popular_shop shop(leave_out_purchased);
  const fields licence{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
  const auto bring = [&](const std::string& line) {
    EXPECT_NE(shop.post("/api/00000/events", line, licence).body.find(R"("accepted":1)"), std::string::npos);
    shop.events();
  };
  expect_a_change_by(
      shop, [&] { bring(R"({"event":"buy","user":"anna","item":1,"time":"2025-09-01T12:00:00Z"})"); },
      {1, 2, 3}, {2, 3});
  send_event(shop, "login/tablet/anna");
  expect_a_change_by(
      shop, [&] { bring(R"({"event":"buy","user":"tablet","item":2,"time":"2025-09-01T12:00:00Z"})"); },
      {2, 3}, {3});
}

TEST(not_modified, does_not_hide_that_something_was_taken_back) {
  popular_shop shop;
  send_event(shop, "blacklist/anna/1/1");
  expect_a_change_by(shop, [&] { send_event(shop, "deletefromblacklist/anna/1/1"); }, {2, 3}, {1, 2, 3});
}

TEST(not_modified, does_not_hide_that_the_user_was_forgotten) {
  popular_shop shop(leave_out_purchased);
  send_event(shop, "buy/anna/1/1");
  EXPECT_EQ(shop.shown(), (ids{2, 3}));
  const auto date = shop.date();
  shop.admin(http::method::del, "/admin/customers/00000/users/anna");
  shop.events();
  shop.time.advance_ms(2 * second_ms);
  EXPECT_FALSE(shop.is_unchanged_since(date));
  EXPECT_EQ(shop.shown(), (ids{1, 2, 3}));
}

TEST(not_modified, does_not_hide_that_items_got_other_ids) {
  popular_shop shop(leave_out_purchased);
  send_event(shop, "buy/anna/1/1");
  const fields licence{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
  expect_a_change_by(shop,
                     [&] {
                       const auto* body = R"(<transfers><transfer><sourceitem id="1" type="1"/>)"
                                          R"(<targetitem id="2" type="1"/></transfer></transfers>)";
                       EXPECT_EQ(shop.post("/api/00000/transferitems", body, licence).status, 202);
                     },
                     {2, 3}, {3});
}

TEST(not_modified, does_not_hide_what_clicks_of_others_say_of_categories) {
  popular_shop shop([](auto& plan) { plan.filters.same_category = true; });
  send_event(shop, "click/b/1/1?categorypath=Tea");
  shop.target += "?categorypath=Tea";
  expect_a_change_by(shop, [&] { send_event(shop, "click/b/1/3?categorypath=Tea%2FGreen"); }, {1}, {1, 3});
  // Nobody sees them there for a month.
  EXPECT_EQ(shop.shown(), (ids{1, 3}));
  const auto date = shop.date();
  shop.time.advance_ms(31 * day_ms);
  EXPECT_FALSE(shop.is_unchanged_since(date));
  EXPECT_EQ(shop.shown(), ids{});
}

// When somebody has said what of a user is not known: such an answer is never taken for the same.
TEST(not_modified, does_not_hide_what_has_been_said_of_the_user) {
  popular_shop shop([](auto& plan) {
    plan.boosts.push_back({.by = "user", .places = 5, .attribute = "colour", .user_attribute = "favourite"});
  });
  catalog::item blue;
  blue.attribute("colour", catalog::attribute_type::nominal).texts = {"blue"};
  shop.tell({{1, {}}, {2, {}}, {3, blue}});
  EXPECT_EQ(shop.shown(), (ids{1, 2, 3}));
  const auto anna = shop.hasher.hash("00000", "anna");
  for (const auto* favourite : {"blue", "red", "blue"}) {
    const auto date = shop.date();
    shop.time.advance_ms(minute_ms);
    shop.owner->user_attributes.put(anna, "crm", {"anna", {{"favourite", favourite, {}}}});
    EXPECT_FALSE(shop.is_unchanged_since(date)) << favourite;
    EXPECT_EQ(shop.shown(), std::string_view(favourite) == "blue" ? (ids{3, 1, 2}) : (ids{1, 2, 3}));
  }
}

TEST(not_modified, does_not_hide_that_something_is_needed_again) {
  test_shop shop;
  shop.get("/api/00000/buy/anna/1/3");
  static_cast<void>(shop.events());
  ASSERT_TRUE(shop.builder.run_once());
  shop.time.advance_ms(minute_ms);
  const auto status_of = [&](const std::string& scenario) {
    const auto target = "/api/v2/00000/anna/" + scenario + ".json";
    const auto date = field_of(shop.get(target), "Last-Modified");
    shop.time.advance_ms(minute_ms);
    return shop.send(http::method::get, target, "", {{"If-Modified-Since", date}}).status;
  };
  EXPECT_EQ(status_of("buy_again"), 200);
  EXPECT_EQ(status_of("personalized"), 304) << "what was purchased is no reason alone";
}

}  // namespace
}  // namespace footfall::test
