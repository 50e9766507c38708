// What holds of every kind of model, on random logs.
#include "footfall/model/model_set.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace footfall::test {
namespace {

using events::event_type;
using answers = std::map<item_index, float>;

constexpr std::int64_t begin_s = 1'000'000'000;
constexpr std::int64_t end_s = begin_s + 20 * 86'400;
constexpr std::uint64_t users = 40;
constexpr item_index item_count = 30;

std::vector<events::event> random_events(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<events::event> log;
  std::vector<std::int64_t> times_s(users);
  for (auto& time_s : times_s) time_s = begin_s + static_cast<std::int64_t>(random() % 86'400);
  for (int count = 0; count < 2500; ++count) {
    const auto user = random() % users;
    // Mostly within a session; never two events of a user in one second.
    times_s[user] += 1 + static_cast<std::int64_t>(random() % (random() % 12 == 0 ? 80'000 : 600));
    events::event stored;
    stored.type = std::array{event_type::click,   event_type::click, event_type::buy,
                             event_type::consume, event_type::rate,  event_type::basket}[random() % 6];
    stored.time_ms = times_s[user] * 1000;
    stored.user = user_numbered(user);
    stored.item.number =
        static_cast<std::uint32_t>(1 + std::min(random() % item_count, random() % item_count));
    stored.item.type = 1;
    if (stored.type == event_type::rate) stored.value = static_cast<std::int16_t>(random() % 6);
    log.push_back(stored);
  }
  return log;
}

struct random_shop {
  catalog::item_dictionary items;
  std::int64_t now_s = end_s;
  model::model_definition definition;

  explicit random_shop(std::string_view type) : definition(model::default_definition("model", type)) {
    for (item_index item = 0; item < item_count; ++item) static_cast<void>(items.add({1, item + 1, {}}));
    if (definition.find("times") != nullptr) {  // random baskets are no bundles but for the least there is
      *definition.find("times") = 2;
      *definition.find("share") = 0;
      *definition.find("lift") = 0;
    }
    if (type == "RECURRING_BUY") {  // whatever was bought twice
      *definition.find("interval_min") = model::hour_ms;
      *definition.find("shown_from") = 0;
      *definition.find("ended_after") = 0;
    }
    if (type == "EDITOR_BASED") definition.items = {"7", "12", "7", "1"};
  }
  // Items of three brands that were added on different days, the last one today.
  [[nodiscard]] boost::shared_ptr<const catalog::catalogue> catalogue() const {
    catalog::catalogue_editor made({});
    for (item_index item = 0; item < item_count; ++item) {
      catalog::item told;
      told.brand = std::string("brand ") + std::to_string(item % 3);
      told.title = "thing of " + told.brand + " number " + std::to_string(item % 7);
      told.price = text::price{100 + 10 * std::int64_t{item}, {}};
      told.added_ms = (now_s - std::int64_t{item} * 86'400) * 1000;
      made.put(item, told);
    }
    return made.finish();
  }
  [[nodiscard]] static model::event_history learn(const std::vector<events::event>& log) {
    model::event_history history;
    for (const auto& each : log) history.append(each, each.item.number - 1);
    history.settle();
    return history;
  }
  [[nodiscard]] boost::shared_ptr<const model::model_set> build(const model::event_history& history) const {
    return model::build_models(
        {&definition, 1},
        {.history = history, .items = items, .now_ms = now_s * 1000, .threads = 2, .catalogue = catalogue()});
  }
};

answers ask(const model::model_set& models, std::vector<item_index> context) {
  // Of the asking user, for the kinds that answer from it.
  std::vector<profile::history_entry> own;
  const auto now_s = static_cast<std::uint32_t>(models.built_at_ms / 1000);
  for (item_index item = 0; item < 5; ++item)
    for (const auto type :
         {events::history_type::clicked, events::history_type::owns, events::history_type::consumed,
          events::history_type::rated, events::history_type::basket})
      own.push_back({item, now_s - 50 - item, type, 1});
  // And of colleagues, for those that answer from one segment.
  profile::segment_log company;
  for (item_index item = 0; item < 5; ++item)
    for (const auto type : {event_type::click, event_type::buy})
      for (const std::int64_t days : {0, 1}) {
        events::event stored;
        stored.type = type;
        stored.time_ms = (std::int64_t{now_s} - item - 86'400 * days - 80'000) * 1000;
        company.apply(stored, item, "7");
      }
  const std::vector<std::string> segments{"7"};
  model::scored_list out;
  models.models.front().content->answer({.context = context,
                                         .history = own,
                                         .user = user_numbered(3),
                                         .wanted = item_count,
                                         .now_ms = models.built_at_ms,
                                         .segments = segments,
                                         .happened = &company},
                                        out);
  answers found;
  for (const auto& entry : out) {
    EXPECT_TRUE(found.emplace(entry.item, entry.score).second) << "twice: " << entry.item;
    EXPECT_TRUE(entry.score > 0 && std::isfinite(entry.score)) << entry.score;
    EXPECT_LT(entry.item, item_count);
  }
  return found;
}

void expect_same(const answers& left, const answers& right, const std::string& what) {
  ASSERT_EQ(left.size(), right.size()) << what;
  for (const auto& [item, score] : left) {
    const auto other = right.find(item);
    ASSERT_NE(other, right.end()) << what << " item " << item;
    ASSERT_NEAR(score, other->second, 1e-4 * score) << what << " item " << item;
  }
}

const std::vector<std::vector<item_index>> contexts{{3}, {5, 9, 2}, {item_count + 5}, {}};

class every_kind : public testing::TestWithParam<std::string_view> {
 protected:
  void expect_same_answers(const model::model_set& left, const model::model_set& right,
                           const std::string& what) {
    for (const auto& context : contexts) expect_same(ask(left, context), ask(right, context), what);
  }
};

TEST_P(every_kind, answers_a_question_twice_alike_and_without_events_with_nothing) {
  const random_shop shop(GetParam());
  const auto history = random_shop::learn(random_events(1));
  const auto models = shop.build(history);
  expect_same_answers(*models, *models, "again");
  std::size_t answered = 0;
  for (const auto& context : contexts) answered += ask(*models, context).size();
  EXPECT_GT(answered, 0U);
  const auto& kind = *model::find_model_kind(GetParam());
  if (kind.own_history != events::history_type::none || kind.of_segment || kind.inputs.empty()) return;
  const model::event_history nothing;
  for (const auto& context : contexts) EXPECT_TRUE(ask(*shop.build(nothing), context).empty());
}

TEST_P(every_kind, does_not_depend_on_the_order_in_which_events_arrive_nor_on_who_is_who) {
  const random_shop shop(GetParam());
  auto log = random_events(2);
  const auto models = shop.build(random_shop::learn(log));
  std::shuffle(log.begin(), log.end(), std::mt19937_64(3));
  expect_same_answers(*models, *shop.build(random_shop::learn(log)), "order of arrival");
}

TEST_P(every_kind, moves_with_time) {
  random_shop shop(GetParam());
  // What is another one in every period is asked without periods.
  if (auto* const period_ms = shop.definition.find("shuffle")) *period_ms = 0;
  auto log = random_events(4);
  const auto models = shop.build(random_shop::learn(log));
  constexpr std::int64_t moved_s = 100 * 86'400;
  for (auto& each : log) each.time_ms += moved_s * 1000;
  shop.now_s += moved_s;
  expect_same_answers(*models, *shop.build(random_shop::learn(log)), "later");
}

TEST_P(every_kind, is_the_same_after_it_was_saved) {
  const random_shop shop(GetParam());
  const auto models = shop.build(random_shop::learn(random_events(5)));
  std::vector<std::byte> bytes;
  {
    model::model_writer to(
        [&](std::span<const std::byte> some) { bytes.insert(bytes.end(), some.begin(), some.end()); });
    model::save_models(*models, to);
  }
  model::model_reader from(bytes);
  const auto loaded = model::load_models({&shop.definition, 1}, from, item_count);
  ASSERT_TRUE(loaded);
  expect_same_answers(*models, *loaded, "loaded");
  const auto& kind = *model::find_model_kind(GetParam());
  if (kind.own_history != events::history_type::none || kind.of_segment) return;
  model::model_reader fewer(bytes);
  EXPECT_FALSE(model::load_models({&shop.definition, 1}, fewer, 1));
}

TEST_P(every_kind, knows_nothing_of_who_was_forgotten) {
  const random_shop shop(GetParam());
  auto log = random_events(6);
  auto history = random_shop::learn(log);
  history.forget(user_numbered(7));
  history.settle();
  std::erase_if(log, [](const events::event& each) { return each.user == user_numbered(7); });
  expect_same_answers(*shop.build(history), *shop.build(random_shop::learn(log)), "forgotten");
}

std::vector<std::string_view> types_of_table() {
  std::vector<std::string_view> types;
  for (const auto& kind : model::model_kinds()) types.push_back(kind.type);
  return types;
}

INSTANTIATE_TEST_SUITE_P(kinds, every_kind, testing::ValuesIn(types_of_table()),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace footfall::test
