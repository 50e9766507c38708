// What models know, and which items are known, is a function of log, settings and time: however a server came
// there, it is what one that reads the whole log has.
#include "customer/customer_state.hpp"
#include "footfall/customer/admission.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/customer/event_purge.hpp"
#include "footfall/customer/model_builder.hpp"
#include "footfall/customer/state_saver.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_event_store.hpp"
#include "support/temporary_folder.hpp"

#include <map>
#include <optional>
#include <set>

namespace footfall::test {
namespace {

using customer::customer_directory;

constexpr std::int64_t day_ms = 86'400'000;

boost::shared_ptr<const customer::customer_settings> settings_with(std::int64_t history_days,
                                                                   std::int64_t retention_days) {
  auto made = boost::make_shared<customer::customer_settings>();
  made->id = "shop1";
  made->retention_ms = retention_days * day_ms;
  made->choose_weights = false;
  made->models.clear();
  for (const auto* const type : {"POPULARITY_LONG_CLICK", "POPULARITY_LONG_BUY", "SESSION_KNN_SET_CLICK"}) {
    auto& added = made->models.edit().emplace_back();
    added.id = added.type = type;
    added.set(model::option::history, history_days * day_ms);
    added.set(model::option::window_events_min, 1);
  }
  return made;
}

/// A server without its threads.
struct server {
  server(std::filesystem::path state_file, const std::filesystem::path& folder,
         const std::shared_ptr<memory_file>& log, const manual_clock& time,
         const boost::shared_ptr<const customer::customer_settings>& settings)
      : store(log),
        builder(
            {.threads = 1}, [this] { return customers.load(); }, *store.make_reader(), time),
        saver(
            3'600'000, state_file, [this] { return customers.load(); }, histories, time,
            [](const customer::state_file_figures&) {}),
        purge(
            {}, [this] { return customers.load(); }, store, *store.make_reader(), folder, time,
            [](const customer::purge_report&) {},
            {.renew_files = {},
             .write = {},
             .forget_before = [this](customer_number which, std::int64_t before_ms) {
               builder.forget_before(which, static_cast<std::uint32_t>(before_ms / 1000));
             }}) {
    auto directory = boost::make_shared<customer_directory>();
    directory->add(boost::make_shared<customer::customer>(customer_number{1}, settings));
    auto reader = store.make_reader();
    auto state = customer::restore(state_file, directory, histories, store, **reader, time.wall_ms(),
                                   [] { return true; });
    if (!state) throw std::runtime_error(state.error().detail());
    customers.publish(state->customers);
    saver.save_histories_of(builder, store);
    builder.begin_with(std::move(state->histories));
    saver.start(*state);
  }

  [[nodiscard]] customer::customer& owner() { return *customers.load()->find(customer_number{1}); }

  void append(std::vector<events::event> some) {
    EXPECT_TRUE(customer::admit(*customers.load(), some).empty());
    const auto outcome = store.append_batch(some);
    ASSERT_TRUE(outcome);
    store::commit_report report{};
    report.end = outcome->end;
    saver.fold(report, [&] {
      for (const auto& each : some) customer::apply(owner(), each);
    });
  }

  /// Scores by model and item.
  std::map<std::pair<std::string, item_key>, float> learned() {
    const customer_number whose{1};
    EXPECT_TRUE(builder.run_once(std::span(&whose, 1)));
    std::map<std::pair<std::string, item_key>, float> scores;
    const auto context = owner().items.find({1, 1, {}});
    for (const auto& each : owner().models.load()->models) {
      if (!each.content) continue;  // there is no event
      std::vector<model::scored_item> found;
      each.content->answer(
          {.context = context ? std::span(&*context, 1) : std::span<const item_index>{}, .wanted = 1000},
          found);
      for (const auto& one : found) scores[{each.definition.id, owner().items.key_of(one.item)}] = one.score;
    }
    return scores;
  }

  std::set<std::uint32_t> known_items() {
    const auto& items = owner().items;
    std::set<std::uint32_t> known;
    for (item_index item = 0; item < items.size(); ++item)
      if (items.find(items.key_of(item))) known.insert(items.key_of(item).number);
    EXPECT_EQ(known.size(), items.known());
    return known;
  }

  memory_event_store store;
  customer::history_keeper histories;
  published<customer_directory> customers;
  customer::model_builder builder;
  customer::state_saver saver;
  customer::event_purge purge;
};

class derived_models : public testing::Test {
 protected:
  void start() { running.emplace(file, folder.path(), log, time, settings); }
  void restart() {
    ASSERT_TRUE(running->saver.save_if_changed());
    running.reset();
    start();
  }
  void change(std::int64_t history_days, std::int64_t retention_days) {
    settings = settings_with(history_days, retention_days);
    running->owner().change_settings(settings);
    running->saver.customers_changed(*running->customers.load());
  }
  void purge() { ASSERT_TRUE(running->purge.run_once()); }

  /// Clicks in the last `days` days, on items 1 to 30 and on some that hardly anybody sees, and purchases of
  /// which some are told twice.
  void append(std::size_t count, std::int64_t days) {
    std::vector<events::event> some;
    for (std::size_t index = 0; index < count; ++index) {
      const auto item = random() % 10 == 0 ? 31 + random() % 500 : 1 + random() % 30;
      some.push_back(click(random() % 20, static_cast<std::uint32_t>(item)));
      if (random() % 4 == 0) {
        some.back().type = events::event_type::buy;
        some.back().details = "o=" + std::to_string(random() % 400) + "&ol=1";
      }
      some.back().time_ms =
          time.wall_ms() - static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(days * day_ms));
    }
    running->append(some);
  }

  void expect_as_from_the_log() {
    const auto none = folder.path() / "none.state";
    std::filesystem::remove(none);  // the last one has left it
    server fresh(none, folder.path(), log, time, settings);
    const auto expected = fresh.learned();
    const auto found = running->learned();
    EXPECT_EQ(running->known_items(), fresh.known_items());
    ASSERT_EQ(found.size(), expected.size());
    for (const auto& [what, score] : expected) {
      ASSERT_TRUE(found.contains(what)) << what.first << " " << what.second.number;
      EXPECT_NEAR(found.at(what), score, 1e-3F * score) << what.first << " " << what.second.number;
    }
  }

  const temporary_folder folder;
  const std::filesystem::path file = folder.path() / "db.state";
  std::shared_ptr<memory_file> log = std::make_shared<memory_file>();
  manual_clock time{noon_ms};
  std::mt19937_64 random{20261126};
  boost::shared_ptr<const customer::customer_settings> settings = settings_with(30, 400);
  std::optional<server> running;
};

TEST_F(derived_models, a_longer_history_takes_effect_at_once_and_after_a_restart) {
  start();
  append(2000, 300);
  ASSERT_FALSE(running->learned().empty());
  restart();
  append(2000, 10);  // so much that all is grouped again
  expect_as_from_the_log();
  change(300, 400);
  expect_as_from_the_log();
  restart();
  expect_as_from_the_log();
}

TEST_F(derived_models, what_a_purge_has_removed_is_known_no_more) {
  start();
  change(4000, 400);
  append(500, 300);
  ASSERT_FALSE(running->learned().empty());
  time.advance_ms(200 * day_ms);
  purge();
  expect_as_from_the_log();
  restart();
  expect_as_from_the_log();
}

TEST_F(derived_models, items_that_a_purge_has_left_without_events_are_known_no_more) {
  start();
  append(500, 300);
  const auto before = running->known_items();
  time.advance_ms(200 * day_ms);
  purge();
  EXPECT_LT(running->known_items().size(), before.size());
  expect_as_from_the_log();
  restart();
  expect_as_from_the_log();
  append(500, 10);
  expect_as_from_the_log();
}

TEST_F(derived_models, a_longer_retention_brings_back_what_the_log_still_has) {
  start();
  change(4000, 30);
  append(1500, 300);
  ASSERT_FALSE(running->learned().empty());
  change(4000, 400);
  expect_as_from_the_log();
}

TEST_F(derived_models, an_order_that_is_told_again_teaches_nothing_also_after_a_restart) {
  start();
  const auto bought = [&](std::uint64_t user) {
    auto event = click(user, 7);
    event.type = events::event_type::buy;
    event.details = "o=4711";
    running->append({event});
    return running->learned().at({"POPULARITY_LONG_BUY", {1, 7, {}}});
  };
  const auto once = bought(1);
  EXPECT_EQ(bought(2), once);
  restart();
  EXPECT_EQ(bought(3), once);
  std::filesystem::remove(file);
  running.reset();
  start();
  EXPECT_EQ(bought(4), once);
  expect_as_from_the_log();
}

TEST_F(derived_models, are_a_function_of_log_settings_and_time) {
  for (int sequence = 0; sequence < 6; ++sequence) {
    running.reset();
    log = std::make_shared<memory_file>();
    start();
    for (int step = 0; step < 25; ++step) {
      switch (random() % 6) {
        case 0:
          change(static_cast<std::int64_t>(1 + random() % 300),
                 static_cast<std::int64_t>(30 + random() % 370));
          break;
        case 1:
          restart();
          break;
        case 2:
          // So much that models count again from where their histories begin then, and not from before.
          time.advance_ms(static_cast<std::int64_t>(10 + random() % 20) * day_ms);
          break;
        case 3:
          static_cast<void>(running->learned());
          break;
        default:
          append(random() % 500, static_cast<std::int64_t>(1 + random() % 300));
      }
      purge();
      expect_as_from_the_log();
      if (HasFailure()) FAIL() << "sequence " << sequence << ", step " << step;
    }
  }
}

}  // namespace
}  // namespace footfall::test
