#include "footfall/customer/event_fold.hpp"

#include "footfall/events/link_event.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/forgetting.hpp"
#include "support/example_events.hpp"
#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <random>

namespace footfall::test {
namespace {

using profile::history_entry;

customer::customer_directory::pointer make_customer(std::uint32_t number, std::string id) {
  customer::customer_settings settings;
  settings.id = std::move(id);
  return boost::make_shared<customer::customer>(
      customer_number{number}, boost::make_shared<const customer::customer_settings>(std::move(settings)));
}

std::vector<history_entry> history_of(const customer::customer& owner, const user_key& user) {
  std::vector<history_entry> entries;
  owner.profiles.read(user, entries);
  return entries;
}

TEST(event_fold, a_click_goes_into_the_history_and_makes_a_viewer) {
  const auto shop = make_customer(1, "shop");
  const auto event = click(5, 42);
  customer::apply(*shop, event);
  const auto entries = history_of(*shop, event.user);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(shop->items.key_of(entries[0].item), event.item);
  EXPECT_EQ(entries[0].type, events::history_type::clicked);
  EXPECT_EQ(shop->viewers.viewers(entries[0].item, event.time_ms + 1000, 60'000), 1U);
}

TEST(event_fold, a_consume_event_without_percentage_counts_as_complete) {
  const auto shop = make_customer(1, "shop");
  auto event = click(5, 42);
  event.type = events::event_type::consume;
  customer::apply(*shop, event);
  EXPECT_EQ(history_of(*shop, event.user).at(0).value, 100);
}

TEST(event_fold, what_came_with_a_placeholder_is_learned_and_in_no_history) {
  const auto shop = make_customer(1, "shop");
  auto event = click(5, 42);
  events::mark_nobody(event);
  customer::apply(*shop, event);
  EXPECT_TRUE(history_of(*shop, event.user).empty());
  EXPECT_EQ(shop->items.size(), 1U);
  model::event_history history;
  customer::learn(event, shop->items, {}, history);
  history.settle();
  EXPECT_EQ(history.size(), 1U);
}

TEST(event_fold, a_followed_recommendation_is_for_statistics_and_not_in_the_history) {
  const auto shop = make_customer(1, "shop");
  auto event = click(5, 42);
  event.type = events::event_type::clickrecommended;
  customer::apply(*shop, event);
  EXPECT_TRUE(history_of(*shop, event.user).empty());
}

TEST(event_fold, replaying_the_log_gives_the_same_state_as_applying_each_event) {
  memory_event_store log;
  const auto live = make_customer(1, "shop");
  customer::customer_directory again;
  again.add(make_customer(1, "shop"));
  std::vector<events::event> batch;
  for (std::uint32_t index = 0; index < 200; ++index) {
    auto event = click(index % 7, 1 + index * 31 % 50);
    if (index % 3 == 0) event.type = events::event_type::buy;
    batch.push_back(event);
    customer::apply(*live, event);
  }
  ASSERT_TRUE(log.append_batch(batch));
  auto reader = log.make_reader();
  const auto count = customer::replay(again, **reader, [](std::size_t) { return true; });
  ASSERT_TRUE(count);
  EXPECT_EQ(*count, 200U);
  const auto replayed = again.find("shop");
  for (std::uint64_t user = 0; user < 7; ++user) {
    const auto key = click(user, 1).user;
    const auto left = history_of(*live, key);
    const auto right = history_of(*replayed, key);
    ASSERT_EQ(left.size(), right.size());
    for (std::size_t index = 0; index < left.size(); ++index) {
      EXPECT_EQ(left[index].item, right[index].item);
      EXPECT_EQ(left[index].time_s, right[index].time_s);
      EXPECT_EQ(left[index].type, right[index].type);
    }
  }
}

TEST(event_fold, events_of_customers_that_are_not_configured_are_passed_over) {
  memory_event_store log;
  auto foreign = click(1, 1);
  foreign.customer = {99};
  ASSERT_TRUE(log.append_batch(std::vector{foreign, click(1, 2)}));
  customer::customer_directory customers;
  customers.add(make_customer(1, "shop"));
  auto reader = log.make_reader();
  ASSERT_TRUE(customer::replay(customers, **reader, [](std::size_t) { return true; }));
  EXPECT_EQ(customers.find("shop")->items.size(), 1U);
}

TEST(event_fold, a_replay_that_is_called_off_ends_early) {
  memory_event_store log;
  ASSERT_TRUE(log.append_batch(std::vector{click(1, 1)}));
  auto reader = log.make_reader();
  const auto count = customer::replay({}, **reader, [](std::size_t) { return false; });
  ASSERT_TRUE(count);
  EXPECT_EQ(*count, 0U);
}

events::event link_event(events::event_type type, std::uint64_t source, std::uint64_t target,
                         std::int64_t time_ms) {
  auto stored = click(source, 1);
  stored.type = type;
  stored.item = {};
  stored.time_ms = time_ms;
  events::append_link(stored.details, {stored.user, click(target, 1).user});
  return stored;
}

TEST(event_fold, owns_counts_as_purchased_and_blacklist_and_wishlist_have_histories) {
  const auto shop = make_customer(1, "shop");
  const struct {
    events::event_type type;
    events::history_type history;
  } cases[] = {{events::event_type::owns, events::history_type::owns},
               {events::event_type::wishlist, events::history_type::wishlist},
               {events::event_type::blacklist, events::history_type::blacklist}};
  for (const auto& each : cases) {
    auto event = click(static_cast<std::uint64_t>(each.type), 42);
    event.type = each.type;
    customer::apply(*shop, event);
    EXPECT_EQ(history_of(*shop, event.user).at(0).type, each.history);
  }
}

TEST(event_fold, units_of_a_purchase_are_kept_in_the_history) {
  const auto shop = make_customer(1, "shop");
  auto event = click(5, 42);
  event.type = events::event_type::buy;
  event.quantity = 3;
  customer::apply(*shop, event);
  EXPECT_EQ(history_of(*shop, event.user).at(0).value, 3);
  event.quantity = 1'000'000;
  customer::apply(*shop, event);
  EXPECT_EQ(history_of(*shop, event.user).at(0).value, 255);
}

TEST(event_fold, taking_an_item_out_of_basket_or_wish_list_takes_it_out_of_that_history) {
  const auto shop = make_customer(1, "shop");
  const struct {
    events::event_type in;
    events::event_type out;
  } cases[] = {{events::event_type::basket, events::event_type::deletefrombasket},
               {events::event_type::wishlist, events::event_type::deletefromwishlist}};
  for (const auto& each : cases) {
    auto event = click(5, 42);
    event.type = each.in;
    customer::apply(*shop, event);
    event.type = each.out;
    customer::apply(*shop, event);
    EXPECT_TRUE(history_of(*shop, event.user).empty());
  }
}

TEST(event_fold, a_user_who_is_allowed_again_is_linked_by_the_next_login_after_a_replay_too) {
  memory_event_store log;
  customer::customer_settings settings;
  settings.id = "shop";
  settings.linked_users_max = 2;
  const auto shared = boost::make_shared<const customer::customer_settings>(settings);
  const auto live = boost::make_shared<customer::customer>(customer_number{1}, shared);
  const auto again = boost::make_shared<customer::customer>(customer_number{1}, shared);
  std::vector<events::event> batch;
  for (std::uint64_t person = 1; person <= 3; ++person)
    batch.push_back(link_event(events::event_type::login, person, 9, noon_ms + 100));
  events::event allowed;
  allowed.customer = {1};
  allowed.type = events::event_type::allow_links;
  allowed.time_ms = noon_ms + 200;
  allowed.user = click(9, 1).user;
  batch.push_back(allowed);
  batch.push_back(link_event(events::event_type::login, 4, 9, noon_ms + 300));
  for (const auto& each : batch) customer::apply(*live, each);
  ASSERT_TRUE(log.append_batch(batch));
  customer::customer_directory customers;
  customers.add(again);
  auto reader = log.make_reader();
  ASSERT_TRUE(customer::replay(customers, **reader, [](std::size_t) { return true; }));
  for (const auto& shop : {live, again}) {
    EXPECT_EQ(shop->profiles.unlinked_count(), 0U);
    EXPECT_EQ(shop->profiles.links(), 1U);
    EXPECT_TRUE(shop->profiles.holds_link(click(4, 1).user, click(9, 1).user));
  }
}

TEST(event_fold, what_was_shown_or_is_for_statistics_makes_no_item) {
  const auto shop = make_customer(1, "shop");
  for (const auto type : {events::event_type::rendered, events::event_type::clickrecommended,
                          events::event_type::clicktriggered}) {
    auto event = click(5, 42);
    event.type = type;
    customer::apply(*shop, event);
  }
  EXPECT_EQ(shop->items.size(), 0U);
  customer::apply(*shop, click(6, 42));
  auto shown = click(5, 42);
  shown.type = events::event_type::rendered;
  customer::apply(*shop, shown);
  EXPECT_EQ(history_of(*shop, shown.user).size(), 1U) << "an item that is known is noted as shown";
}

TEST(event_fold, beyond_items_unknown_max_events_are_counted_and_not_learned_from) {
  customer::customer_settings settings;
  settings.id = "shop";
  settings.items_unknown_max = 2;
  customer::customer shop({1}, boost::make_shared<const customer::customer_settings>(settings));
  model::event_history learned;
  for (const auto item : {1U, 2U, 3U, 4U, 1U}) {
    customer::apply(shop, click(5, item));
    customer::learn(click(5, item), shop.items, {.items_max = settings.items_unknown_max}, learned);
  }
  learned.settle();
  EXPECT_EQ(shop.items.size(), 2U);
  EXPECT_EQ(shop.events_without_item, 2U);
  EXPECT_EQ(history_of(shop, click(5, 1).user).size(), 2U);
  EXPECT_EQ(learned.size(), 3U);
}

events::event forget_record(const user_key& user) {
  events::event record;
  record.customer = {1};
  record.type = events::forget_record;
  record.time_ms = noon_ms + 1000;
  record.user = user;
  return record;
}

TEST(event_fold, nothing_is_known_of_a_user_who_was_forgotten_and_others_keep_what_is_theirs) {
  const auto shop = make_customer(1, "shop");
  const auto anna = click(1, 1).user;
  const auto visitor = click(2, 1).user;
  customer::apply(*shop, click(2, 7));
  customer::apply(*shop, link_event(events::event_type::login, 2, 1, noon_ms + 100));
  auto later = click(1, 8);
  later.time_ms = noon_ms + 200;
  customer::apply(*shop, later);
  customer::apply(*shop, link_event(events::event_type::login, 1, 3, noon_ms + 300));
  ASSERT_EQ(history_of(*shop, click(3, 1).user).size(), 2U);

  customer::apply(*shop, forget_record(anna));
  EXPECT_EQ(shop->profiles.links(), 0U);
  EXPECT_TRUE(history_of(*shop, anna).empty());
  EXPECT_TRUE(history_of(*shop, click(3, 1).user).empty());
  EXPECT_EQ(history_of(*shop, visitor).size(), 1U)
      << "what the visitor did before the login is its own again";
  EXPECT_EQ(shop->viewers.viewers(*shop->items.find(later.item), noon_ms + 1000, 60'000), 0U);
  EXPECT_EQ(shop->viewers.viewers(*shop->items.find(click(2, 7).item), noon_ms + 1000, 60'000), 1U);
}

TEST(event_fold, a_user_who_was_forgotten_stays_opted_out_under_another_key) {
  const auto shop = make_customer(1, "shop");
  const auto anna = click(1, 1).user;
  auto out = forget_record(identity::key_of_forgotten(anna));
  out.type = events::forgotten_record;
  customer::apply(*shop, forget_record(anna));
  customer::apply(*shop, out);
  EXPECT_TRUE(shop->opt_outs.contains(anna));
  EXPECT_FALSE(shop->opt_outs.contains(click(2, 1).user));
  EXPECT_EQ(*shop->opt_outs.key_of(anna), out.user);
  out.type = events::event_type::opt_in;
  customer::apply(*shop, out);
  EXPECT_FALSE(shop->opt_outs.contains(anna));
}

TEST(event_fold, models_learn_nothing_of_a_user_who_was_forgotten) {
  catalog::item_dictionary items;
  model::event_history learned;
  for (const auto& each : {click(1, 7), click(2, 8), forget_record(click(1, 7).user)})
    customer::learn(each, items, {}, learned);
  learned.settle();
  EXPECT_EQ(learned.size(), 1U);
  learned.visit_users([&](const user_key& user, model::owner_number) { EXPECT_NE(user, click(1, 7).user); });
}

TEST(event_fold, categories_and_largest_ratings_come_from_clicks_and_ratings) {
  const auto shop = make_customer(1, "shop");
  auto event = click(5, 42);
  event.details = "l=de&c=Shoes/Children&it=a title";
  customer::apply(*shop, event);
  auto rating = click(5, 42);
  rating.type = events::event_type::rate;
  rating.value = 5;
  rating.details = "r=5";
  customer::apply(*shop, rating);
  std::vector<std::string> paths;
  shop->categories.visit(*shop->items.find(event.item), 0, [&](std::string_view path, std::uint32_t seen_s) {
    EXPECT_EQ(seen_s, event.time_ms / 1000);
    paths.emplace_back(path);
  });
  EXPECT_EQ(paths, (std::vector<std::string>{"Shoes/Children"}));
  EXPECT_EQ(shop->ratings.largest(event.item.type), 5);
}

TEST(event_fold, a_login_with_a_placeholder_links_nobody_and_is_told) {
  const auto shop = make_customer(1, "shop");
  customer::apply(*shop, click(5, 42));
  auto login = link_event(events::event_type::login, 5, 6, noon_ms + 100);
  login.details += "&x=t";
  customer::apply(*shop, login);
  EXPECT_EQ(history_of(*shop, click(5, 1).user).size(), 1U);
  EXPECT_EQ(shop->profiles.unlinked_count(), 1U);
}

// Any mixture of events, late ones, logins and undone logins, and ids that are found out as shared.
TEST(event_fold, replaying_a_log_with_logins_gives_the_same_state_as_applying_each_event) {
  std::mt19937 random(11);
  for (int round = 0; round < 30; ++round) {
    memory_event_store log;
    customer::customer_settings settings;
    settings.id = "shop";
    settings.linked_users_max = 3;
    const auto shared = boost::make_shared<const customer::customer_settings>(settings);
    const auto live = boost::make_shared<customer::customer>(customer_number{1}, shared);
    const auto again = boost::make_shared<customer::customer>(customer_number{1}, shared);
    std::vector<events::event> batch;
    for (int index = 0; index < 200; ++index) {
      const auto time_ms = noon_ms + static_cast<std::int64_t>(random() % 100'000);
      auto event = click(random() % 8, static_cast<std::uint32_t>(1 + random() % 20));
      if (random() % 8 == 0)
        event = link_event(random() % 4 == 0 ? events::event_type::unlink : events::event_type::login,
                           random() % 8, random() % 8, time_ms);
      else
        event.type = static_cast<events::event_type>(1 + random() % 13);
      if (events::find_event_kind(event.type)->shape == events::path_shape::user_user &&
          event.details.empty())
        event.type = events::event_type::click;
      event.time_ms = time_ms;
      batch.push_back(event);
      customer::apply(*live, event);
    }
    ASSERT_TRUE(log.append_batch(batch));
    customer::customer_directory customers;
    customers.add(again);
    auto reader = log.make_reader();
    ASSERT_TRUE(customer::replay(customers, **reader, [](std::size_t) { return true; }));
    EXPECT_EQ(live->profiles.links(), again->profiles.links());
    EXPECT_EQ(live->profiles.unlinked_count(), again->profiles.unlinked_count());
    for (std::uint64_t user = 0; user < 8; ++user) {
      const auto left = history_of(*live, click(user, 1).user);
      const auto right = history_of(*again, click(user, 1).user);
      ASSERT_EQ(left.size(), right.size());
      for (std::size_t index = 0; index < left.size(); ++index) {
        EXPECT_EQ(left[index].item, right[index].item);
        EXPECT_EQ(left[index].time_s, right[index].time_s);
        EXPECT_EQ(left[index].type, right[index].type);
        EXPECT_EQ(left[index].value, right[index].value);
      }
    }
  }
}

}  // namespace
}  // namespace footfall::test
