// Runs of a server without its threads, driven by hand: what they fold from the log, and what they learn.
#pragma once

#include "customer/customer_state.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/customer/model_builder.hpp"
#include "footfall/customer/saved_state.hpp"
#include "footfall/customer/state_saver.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_event_store.hpp"
#include "support/temporary_folder.hpp"

#include <cmath>
#include <fstream>
#include <string>

namespace footfall::test {

using customer::customer_directory;

/// What became of a reader's work, and whether the next scan fails in the middle.
struct reading {
  std::size_t events = 0;
  bool fails = false;
};

class counting_reader final : public store::event_reader {
 public:
  counting_reader(std::unique_ptr<store::event_reader> inner, reading& work)
      : inner_(std::move(inner)), work_(work) {}

  result<store::cursor> scan(store::cursor after, std::size_t count_max,
                             const std::function<void(const events::event&)>& visit) override {
    const bool fails = std::exchange(work_.fails, false);
    auto next = inner_->scan(after, fails ? 5 : count_max, [&](const events::event& each) {
      ++work_.events;
      visit(each);
    });
    if (fails) return failure{error::store_failed, "the disk is gone"};
    return next;
  }
  result<std::optional<customer_number>> find_customer(std::string_view id) override {
    return inner_->find_customer(id);
  }

 private:
  const std::unique_ptr<store::event_reader> inner_;
  reading& work_;
};

/// One run of a server without its threads: what it folds, and what it learns.
struct run {
  run(std::filesystem::path state_file, std::shared_ptr<memory_file> log, std::uint32_t customer_count,
      const boost::shared_ptr<customer_directory>& wanted = nullptr)
      : file(std::move(state_file)),
        store(std::move(log)),
        builder(
            {.threads = 1}, [this] { return customers; },
            std::make_unique<counting_reader>(*store.make_reader(), work), time),
        saver(
            3'600'000, file, [this] { return customers; }, histories, time,
            [this](const customer::state_file_figures&) { ++saved; }) {
    auto reader = store.make_reader();
    auto state = customer::restore(file, wanted ? wanted : make_customers(customer_count), histories, store,
                                   **reader, noon_ms, [] { return true; });
    if (!state) throw std::runtime_error(state.error().detail());
    customers = state->customers;
    saver.save_histories_of(builder, store);
    found_histories = state->histories.size();
    builder.begin_with(std::move(state->histories));
    saver.start(*state);
    saved = 0;
  }

  void append(const std::vector<events::event>& some) {
    const auto outcome = store.append_batch(some);
    ASSERT_TRUE(outcome);
    store::commit_report report{};
    report.end = outcome->end;
    saver.fold(report, [&] {
      for (const auto& each : some)
        if (const auto owner = customers->find(each.customer)) customer::apply(*owner, each);
    });
  }
  /// How many events a round reads.
  std::size_t read_in_a_round() {
    const auto before = work.events;
    const auto done = builder.run_once();
    if (!done) ADD_FAILURE() << done.error().detail();
    return work.events - before;
  }
  void join(std::uint32_t number) {
    auto directory = boost::make_shared<customer_directory>();
    for (const auto& [id, each] : customers->by_id())
      if (each->number.value != number) directory->add(each);
    directory->add(make_customer(number));
    customers = directory;
    saver.customers_changed(*customers);
  }
  [[nodiscard]] boost::shared_ptr<const model::model_set> models(std::uint32_t number = 1) const {
    return customers->find(customer_number{number})->models.load();
  }

  const std::filesystem::path file;
  manual_clock time{noon_ms + 200'000};
  memory_event_store store;
  reading work;
  customer::history_keeper histories;
  boost::shared_ptr<const customer_directory> customers;
  customer::model_builder builder;
  std::size_t saved = 0;
  std::size_t found_histories = 0;
  customer::state_saver saver;
};

/// Both recommend the same, by items: numbers of items may differ.
inline void expect_same_models(const run& left, const run& right, std::uint32_t number = 1) {
  const auto one = left.models(number);
  const auto other = right.models(number);
  ASSERT_TRUE(one && other);
  ASSERT_EQ(one->models.size(), other->models.size());
  EXPECT_EQ(one->events_seen, other->events_seen);
  const auto scores = [number](const run& of, const model::built_model& by, const item_key& about) {
    const auto owner = of.customers->find(customer_number{number});
    std::vector<model::scored_item> found;
    const auto context = owner->items.find(about);
    const auto asked = context ? std::span(&*context, 1) : std::span<const item_index>{};  // not learned
    by.content->answer({.context = asked, .wanted = 100}, found);
    std::map<item_key, float> by_item;
    for (const auto& each : found) by_item[owner->items.key_of(each.item)] = each.score;
    return by_item;
  };
  for (std::size_t which = 0; which < one->models.size(); ++which)
    for (std::uint32_t item = 1; item <= 30; ++item) {
      const auto first = scores(left, one->models[which], {1, item, {}});
      const auto second = scores(right, other->models[which], {1, item, {}});
      ASSERT_EQ(first.size(), second.size()) << one->models[which].definition.id;
      for (const auto& [key, score] : first) {
        ASSERT_TRUE(second.contains(key));
        EXPECT_NEAR(score, second.at(key), 1e-3 * std::abs(score) + 1e-6);
      }
    }
}

}  // namespace footfall::test
