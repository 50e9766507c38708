// The weight of session kNN, chosen from a log.
#include "footfall/customer/weight_chooser.hpp"

#include "support/event_builder.hpp"
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace footfall::test {
namespace {

using events::event_type;

constexpr std::int64_t newest_s = 1'000'000'000;
constexpr std::int64_t forever_ns = std::numeric_limits<std::int64_t>::max();

struct small_log {
  model::event_history history;
  catalog::item_dictionary items;
  customer::customer_settings settings;
  manual_clock time;

  // Half lives and histories are those of the types, unless they are what a test is about.
  small_log() {
    for (auto& definition : settings.models.edit())
      for (const auto& option : {model::option::history, model::option::half_life})
        if (definition.find(option.key) != nullptr) definition.set(option, definition[option]);
    for (std::uint32_t number = 1; number <= 500; ++number) static_cast<void>(items.add({1, number, {}}));
  }
  // Sessions of three clicks on items of one of 50 groups, `per_day` a day.
  void add_days(int days, int per_day) {
    std::mt19937_64 random(7);
    std::uint64_t user = 0;
    for (int day = 0; day < days; ++day)
      for (int session = 0; session < per_day; ++session) {
        const auto group = static_cast<item_index>(random() % 50) * 10;
        const auto begin_s = newest_s - (std::int64_t{day} * 86'400) - (session * 86'000 / per_day);
        ++user;
        for (int click = 0; click < 3; ++click)
          append_event(history, event_type::click, user, group + static_cast<item_index>(random() % 10),
                       begin_s - 10 + click);
      }
  }
  std::unique_ptr<customer::weight_chooser> begin(event_type type = event_type::click) {
    history.settle();
    return customer::weight_chooser::begin(type, settings, history, items, newest_s * 1000);
  }
};

TEST(weight_chooser, few_sessions_keep_the_default) {
  small_log log;
  log.add_days(3, 20);
  const auto made = log.begin()->advance(log.time, forever_ns, forever_ns);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->is_default);
  EXPECT_DOUBLE_EQ(made->session_weight, model::session_weight_default);
  EXPECT_EQ(made->reason, "fewer than 500 sessions could be held out");
}

TEST(weight_chooser, as_many_days_are_held_out_as_it_takes) {
  small_log log;
  log.add_days(10, 200);
  const auto made = log.begin()->advance(log.time, forever_ns, forever_ns);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->days, 4U);
  EXPECT_GE(made->queries, customer::choice_queries_min);
  EXPECT_GT(made->default_hit_rate, 0.3);
  EXPECT_GE(made->hit_rate, 0.3);
  EXPECT_FALSE(made->reason.empty());
}

TEST(weight_chooser, days_of_a_quiet_shop_are_held_out_by_the_year) {
  small_log log;
  log.add_days(1500, 1);
  for (auto& definition : log.settings.models.edit())
    definition.set(model::option::history, std::int64_t{3650} * 86'400'000);
  const auto made = log.begin()->advance(log.time, forever_ns, forever_ns);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->days, 512U);
  EXPECT_EQ(made->sessions, 512U);
  EXPECT_GE(made->queries, customer::choice_queries_min);
}

TEST(weight_chooser, choice_is_better_than_the_default_or_the_default) {
  small_log log;
  log.add_days(4, 800);
  const auto made = log.begin()->advance(log.time, forever_ns, forever_ns);
  ASSERT_TRUE(made);
  if (made->is_default)
    EXPECT_DOUBLE_EQ(made->hit_rate, made->default_hit_rate);
  else
    EXPECT_GT(made->hit_rate / made->default_hit_rate + made->reciprocal_rank / made->default_reciprocal_rank,
              2 + 2 * customer::choice_gain_min);
}

TEST(weight_chooser, slices_make_the_same_choice_as_one_go) {
  small_log log;
  log.add_days(4, 800);
  const auto whole = log.begin()->advance(log.time, forever_ns, forever_ns);
  const auto chooser = log.begin();
  std::optional<model::weight_choice> sliced;
  int slices = 0;
  // A slice of no length asks nothing: the clock stands still, so that each slice is one of nothing or of
  // all.
  while (!(sliced = chooser->advance(log.time, slices < 5 ? 0 : forever_ns, forever_ns))) ++slices;
  EXPECT_EQ(slices, 5);
  EXPECT_TRUE(sliced->serves_like(*whole));
  EXPECT_EQ(sliced->queries, whole->queries);
}

TEST(weight_chooser, spent_budget_ends_the_choice_with_the_default) {
  small_log log;
  log.add_days(4, 800);
  const auto made = log.begin()->advance(log.time, forever_ns, 0);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->is_default);
  EXPECT_EQ(made->queries, 0U);
}

TEST(weight_chooser, waiting_for_a_processor_costs_nothing_of_the_budget) {
  small_log log;
  log.add_days(4, 800);
  static manual_clock* waits = &log.time;
  // While it works an hour goes by after the other, and no processor time.
  const auto made = log.begin()->advance(log.time, forever_ns, 1000, [] {
    waits->advance_ms(3'600'000);
    return std::int64_t{0};
  });
  ASSERT_TRUE(made);
  EXPECT_GE(made->queries, customer::choice_queries_min);
}

// What goes with an item changes every day at noon, the last time in the middle of the day before the newest.
struct news_log : small_log {
  news_log() {
    settings.models = model::built_in_models();
    std::mt19937_64 random(7);
    std::uint64_t user = 0;
    for (int session = 0; session < 8 * 550; ++session) {
      const auto age_s = std::int64_t{session} * 8 * 86'400 / (8 * 550);
      const auto day = (age_s + 43'200) / 86'400 < 2 ? 1 : (age_s + 43'200) / 86'400;
      const auto first = static_cast<item_index>(random() % 500);
      const auto second = static_cast<item_index>((first * 7 + day * 113) % 500);
      ++user;
      append_event(history, event_type::click, user, first, newest_s - age_s - 10);
      append_event(history, event_type::click, user, second, newest_s - age_s - 9);
    }
  }
};

TEST(weight_chooser, half_life_follows_a_log_whose_pairs_change_by_the_day) {
  news_log log;
  const auto made = log.begin()->advance(log.time, forever_ns, forever_ns);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->half_life_ms, 6 * 3'600'000);
  EXPECT_EQ(made->history_ms, 90 * 86'400'000LL);
  EXPECT_FALSE(made->is_default);
}

TEST(weight_chooser, times_stay_where_no_others_are_better_or_the_customer_has_set_them) {
  small_log steady;
  steady.settings.models = model::built_in_models();
  steady.add_days(4, 520);
  const auto made = steady.begin()->advance(steady.time, forever_ns, forever_ns);
  ASSERT_TRUE(made);
  EXPECT_LT(made->half_life_ms, 0);
  news_log set;
  for (auto& definition : set.settings.models.edit()) {
    if (definition.find(model::option::half_life.key) != nullptr)
      definition.set(model::option::half_life, 86'400'000);
    if (definition.find(model::option::history.key) != nullptr)
      definition.set(model::option::history, 86'400'000 * 90LL);
  }
  const auto fixed = set.begin()->advance(set.time, forever_ns, forever_ns);
  ASSERT_TRUE(fixed);
  EXPECT_LT(fixed->half_life_ms, 0);
}

struct basket_log : small_log {
  // Baskets of four items of one of 50 groups of ten, each of a person of its own.
  void add_baskets(int count) {
    std::mt19937_64 random(7);
    for (int basket = 0; basket < count; ++basket)
      add_basket(static_cast<std::uint64_t>(basket), basket, count, [&] {
        return static_cast<item_index>((basket % 50) * 10 + static_cast<int>(random() % 10));
      });
  }
  // Persons with six items of their own, of which every fifth basket has four.
  void add_regulars(int count) {
    std::mt19937_64 random(7);
    for (int basket = 0; basket < count; ++basket) {
      const auto person = static_cast<std::uint64_t>(basket % (count / 5));
      add_basket(person, basket, count,
                 [&] { return static_cast<item_index>((person * 7 + (random() % 6) * 61) % 500); });
    }
  }

 private:
  template <class Draw>
  void add_basket(std::uint64_t person, int basket, int count, Draw draw) {
    const auto begin_s = newest_s - std::int64_t{count - basket} * 4 * 86'400 / count - 10;
    for (int line = 0; line < 4; ++line)
      append_event(history, event_type::buy, person, draw(), begin_s + line);
  }
};

TEST(weight_chooser, own_items_count_where_people_buy_the_same_again) {
  basket_log log;
  log.add_regulars(2200);
  const auto made = log.begin(event_type::buy)->advance(log.time, forever_ns, forever_ns);
  ASSERT_TRUE(made);
  EXPECT_GT(made->own_weight, 0);
  EXPECT_FALSE(made->is_default);
  EXPECT_GT(made->reciprocal_rank, made->default_reciprocal_rank);
}

TEST(weight_chooser, own_items_count_nothing_where_nobody_does) {
  basket_log log;
  log.add_baskets(2200);
  const auto made = log.begin(event_type::buy)->advance(log.time, forever_ns, forever_ns);
  ASSERT_TRUE(made);
  EXPECT_DOUBLE_EQ(made->own_weight, 0);
  EXPECT_GE(made->queries, customer::choice_queries_min);
}

TEST(weight_chooser, without_evidence_baskets_keep_the_shares_of_the_library) {
  basket_log log;
  log.add_baskets(100);
  const auto made = log.begin(event_type::buy)->advance(log.time, forever_ns, forever_ns);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->is_default);
  EXPECT_DOUBLE_EQ(made->set_weight, model::set_weight_default);
  EXPECT_DOUBLE_EQ(made->own_weight, model::own_weight_default);
}

TEST(weight_chooser, slices_of_baskets_make_the_same_choice_as_one_go) {
  basket_log log;
  log.add_regulars(2200);
  const auto whole = log.begin(event_type::buy)->advance(log.time, forever_ns, forever_ns);
  const auto chooser = log.begin(event_type::buy);
  std::optional<model::weight_choice> sliced;
  static manual_clock* passes = &log.time;
  int slices = 0;
  // A slice lasts for about a hundred questions.
  while (!(sliced = chooser->advance(log.time, 100'000'000, forever_ns, [] {
    passes->advance_ms(1);
    return std::int64_t{0};
  })))
    ++slices;
  EXPECT_GT(slices, 10);
  EXPECT_TRUE(sliced->serves_like(*whole));
  EXPECT_EQ(sliced->queries, whole->queries);
}

TEST(weight_chooser, nothing_to_choose_without_events_or_without_session_knn) {
  small_log log;
  EXPECT_EQ(log.begin(), nullptr);
  log.add_days(2, 10);
  EXPECT_NE(log.begin(), nullptr);
  EXPECT_EQ(log.begin(event_type::buy), nullptr);
  std::erase_if(log.settings.models.edit(),
                [](const auto& each) { return each.type == "SESSION_KNN_CLICK"; });
  EXPECT_EQ(log.begin(), nullptr);
}

}  // namespace
}  // namespace footfall::test
