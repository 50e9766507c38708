// What a builder reads of the log when it has histories from a state file, and when customers join.
#include "customer/builder_run.hpp"

#include <fstream>
#include <string>

namespace footfall::test {
namespace {

class builder_histories : public testing::Test {
 protected:
  const temporary_folder folder;
  const std::filesystem::path file = folder.path() / "db.state";
  const std::shared_ptr<memory_file> log = std::make_shared<memory_file>();
  std::mt19937 random{3};

  /// What one that has only the log learns.
  void expect_as_from_the_log(run& of, std::uint32_t customer_count) {
    ASSERT_TRUE(of.builder.run_once());
    run fresh(folder.path() / "none.state", log, customer_count);
    ASSERT_TRUE(fresh.builder.run_once());
    for (std::uint32_t number = 1; number <= customer_count; ++number) expect_same_models(of, fresh, number);
  }

  /// A run of 500 events that has ended as it should, and another 7 that it did not learn.
  void end_with_a_file() {
    run first(file, log, 2);
    first.append(random_events(random, 500, 2));
    EXPECT_EQ(first.read_in_a_round(), 500U);
    first.saver.stop();
    EXPECT_EQ(first.saved, 1U);
    first.append(random_events(random, 7, 2));
  }
};

TEST_F(builder_histories, after_a_start_only_what_came_after_the_file_is_read) {
  end_with_a_file();
  run second(file, log, 2);
  EXPECT_EQ(second.found_histories, 2U);
  EXPECT_EQ(second.read_in_a_round(), 7U);
  expect_as_from_the_log(second, 2);
}

TEST_F(builder_histories, over_many_starts_models_are_those_of_one_that_never_stopped) {
  for (int round = 0; round < 12; ++round) {
    run next(file, log, 2);
    for (auto left = random() % 4; left > 0; --left) {
      next.append(random_events(random, random() % 300, 2));
      if (random() % 2 == 0) {
        EXPECT_LE(next.read_in_a_round(), 1200U);
      }
      if (random() % 3 == 0) {
        ASSERT_TRUE(next.saver.save_if_changed());
      }
    }
    if (round % 4 == 3) expect_as_from_the_log(next, 2);
    if (random() % 2 == 0) next.saver.stop();
  }
}

TEST_F(builder_histories, the_file_may_be_written_again_or_deleted_before_it_is_read) {
  end_with_a_file();
  run second(file, log, 2);
  std::ofstream(folder.path() / "other") << "anything";
  std::filesystem::rename(folder.path() / "other", file);
  EXPECT_EQ(second.read_in_a_round(), 7U);
  expect_as_from_the_log(second, 2);
}

TEST_F(builder_histories, a_file_that_is_cut_off_before_it_is_read_means_the_log) {
  end_with_a_file();
  run second(file, log, 2);
  std::filesystem::resize_file(file, 100);
  EXPECT_EQ(second.read_in_a_round(), 507U);
  expect_as_from_the_log(second, 2);
}

TEST_F(builder_histories, damage_anywhere_gives_no_wrong_answer) {
  end_with_a_file();
  std::ifstream whole_file(file, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(whole_file), {}};
  std::size_t histories_alone = 0;
  for (std::size_t at = 300; at < whole.size(); at += 1009) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    std::ofstream(file, std::ios::binary) << changed;
    run second(file, log, 2);
    const auto read = second.read_in_a_round();
    histories_alone += second.found_histories == 2 && read > 7 ? 1 : 0;
    EXPECT_TRUE(read == 7 || read == 507 || read == 507 + 7) << read;  // none, both or one of them
    expect_as_from_the_log(second, 2);
  }
  EXPECT_GT(histories_alone, 3U);
}

TEST_F(builder_histories, a_save_before_the_first_round_keeps_the_histories) {
  end_with_a_file();
  {
    run second(file, log, 2);
    second.append(random_events(random, 3, 2));
    second.saver.stop();
    EXPECT_EQ(second.saved, 1U);
    EXPECT_EQ(second.work.events, 0U);
  }
  run third(file, log, 2);
  EXPECT_EQ(third.read_in_a_round(), 10U);
  expect_as_from_the_log(third, 2);
}

TEST_F(builder_histories, rounds_and_saves_take_turns_and_a_stop_leaves_nothing_to_read) {
  {
    run first(file, log, 2);
    first.builder.start();
    for (int step = 0; step < 30; ++step) {
      first.append(random_events(random, 20, 2));
      first.builder.ask_for(customer_number{1});
      ASSERT_TRUE(first.saver.save_if_changed());
    }
    first.builder.stop();
    first.saver.stop();
  }
  run second(file, log, 2);
  EXPECT_EQ(second.read_in_a_round(), 0U);
  expect_as_from_the_log(second, 2);
}

TEST_F(builder_histories, what_a_restored_backup_does_not_have_is_not_learned) {
  {
    run first(file, log, 1);
    first.append(random_events(random, 300));
    // The builder is quicker than the fold.
    ASSERT_TRUE(first.store.append_batch(random_events(random, 50)));
    EXPECT_EQ(first.read_in_a_round(), 350U);
    first.saver.stop();
    EXPECT_EQ(first.saved, 1U);
  }
  log->events.resize(320);
  run second(file, log, 1);
  EXPECT_TRUE(second.models());  // the state of 300 events is of this log
  EXPECT_EQ(second.found_histories, 0U);
  EXPECT_EQ(second.read_in_a_round(), 320U);
  expect_as_from_the_log(second, 1);
}

TEST_F(builder_histories, a_customer_that_joins_does_not_make_others_read_again) {
  run only(file, log, 2);
  only.append(random_events(random, 400, 3));
  EXPECT_EQ(only.read_in_a_round(), 400U);
  only.join(3);
  EXPECT_EQ(only.read_in_a_round(), 400U);
  // From here on they read together.
  only.append(random_events(random, 20, 3));
  EXPECT_EQ(only.read_in_a_round(), 20U);
  expect_as_from_the_log(only, 3);
}

TEST_F(builder_histories, a_customer_that_left_and_came_back_is_read_again) {
  run only(file, log, 2);
  only.append(random_events(random, 400, 2));
  EXPECT_EQ(only.read_in_a_round(), 400U);
  only.join(2);  // another object: other numbers of items
  EXPECT_EQ(only.read_in_a_round(), 400U);
  expect_as_from_the_log(only, 2);
}

TEST_F(builder_histories, those_that_were_saved_at_different_places_read_together_in_the_end) {
  {
    run first(file, log, 1);
    first.append(random_events(random, 300, 2));
    EXPECT_EQ(first.read_in_a_round(), 300U);
    first.saver.stop();
  }
  run second(file, log, 2);
  EXPECT_EQ(second.read_in_a_round(), 300U);  // for the second customer alone
  second.append(random_events(random, 10, 2));
  EXPECT_EQ(second.read_in_a_round(), 10U);
  expect_as_from_the_log(second, 2);
}

TEST_F(builder_histories, nothing_is_learned_twice_when_the_log_could_not_be_read) {
  run only(file, log, 1);
  only.append(random_events(random, 100));
  only.work.fails = true;
  ASSERT_FALSE(only.builder.run_once());
  ASSERT_TRUE(*only.saver.save_if_changed());
  only.append(random_events(random, 100));
  expect_as_from_the_log(only, 1);
  run second(file, log, 1);
  expect_as_from_the_log(second, 1);
}

TEST_F(builder_histories, logins_that_were_followed_otherwise_are_not_saved) {
  run first(file, log, 1);
  first.append(random_events(random, 100));
  ASSERT_TRUE(first.builder.run_once());
  const auto shop = first.customers->find(customer_number{1});
  auto settings = boost::make_shared<customer::customer_settings>(*shop->settings.load());
  settings->linked_users_max = 100;
  shop->settings.publish(settings);
  first.append(random_events(random, 100));
  ASSERT_TRUE(first.builder.run_once());
  ASSERT_TRUE(*first.saver.save_if_changed());
  run second(file, log, 1);
  EXPECT_EQ(second.found_histories, 0U);
}

TEST_F(builder_histories, a_saved_history_follows_the_transfers_that_came_since) {
  const auto with_transfers = [](run& of, std::initializer_list<item_key> sources) {
    const auto owner = of.customers->find(customer_number{1});
    auto transfers = boost::make_shared<catalog::item_transfers>();
    for (const auto& source : sources)
      transfers->add(*owner->items.add(source), *owner->items.add({1, 29, {}}), noon_ms / 1000 + 50);
    owner->transfers.publish(transfers);
  };
  {
    run first(file, log, 1);
    first.append(random_events(random, 500, 1));
    with_transfers(first, {{1, 1, {}}});
    ASSERT_TRUE(first.builder.run_once());
    first.saver.stop();
  }
  run second(file, log, 1);
  EXPECT_EQ(second.found_histories, 1U);
  with_transfers(second, {{1, 1, {}}, {1, 2, {}}});
  EXPECT_EQ(second.read_in_a_round(), 0U);
  run fresh(folder.path() / "none.state", log, 1);
  with_transfers(fresh, {{1, 1, {}}, {1, 2, {}}});
  ASSERT_TRUE(fresh.builder.run_once());
  expect_same_models(second, fresh);
}

TEST_F(builder_histories, the_file_is_written_when_only_histories_are_new_and_not_again) {
  {
    run first(file, log, 1);
    first.append(random_events(random, 100));
    ASSERT_TRUE(*first.saver.save_if_changed());  // before the first round: without a history
    ASSERT_TRUE(first.builder.run_once());
    EXPECT_TRUE(*first.saver.save_if_changed());
    EXPECT_FALSE(*first.saver.save_if_changed());
  }
  run second(file, log, 1);
  EXPECT_EQ(second.read_in_a_round(), 0U);
  EXPECT_FALSE(*second.saver.save_if_changed());
}

TEST_F(builder_histories, chosen_weights_serve_after_a_start_and_the_next_choice_is_due_a_day_after) {
  {
    run first(file, log, 1);
    first.append(random_events(random, 500));
    ASSERT_TRUE(first.builder.run_once());
    while (first.builder.advance_choices(1'000'000'000)) {
    }
    ASSERT_TRUE(first.builder.run_once());
    ASSERT_FALSE(first.models()->choices.empty());
    first.saver.stop();
  }
  run second(file, log, 1);
  ASSERT_TRUE(second.models());
  EXPECT_FALSE(second.models()->choices.empty());
  ASSERT_TRUE(second.builder.run_once());
  EXPECT_FALSE(second.models()->choices.empty());
  EXPECT_FALSE(second.builder.advance_choices(1'000'000'000));
  second.time.advance_ms(86'400'000);
  second.append({click(1, 1)});
  ASSERT_TRUE(second.builder.run_once());
  EXPECT_TRUE(second.builder.advance_choices(1'000'000'000));
}

TEST_F(builder_histories, models_by_choice_do_not_serve_a_customer_that_wants_none) {
  {
    run first(file, log, 1);
    first.append(random_events(random, 500));
    ASSERT_TRUE(first.builder.run_once());
    while (first.builder.advance_choices(1'000'000'000)) {
    }
    ASSERT_TRUE(first.builder.run_once());
    first.saver.stop();
  }
  const auto wanted = make_customers(1);
  const auto shop = wanted->find(customer_number{1});
  auto settings = boost::make_shared<customer::customer_settings>(*shop->settings.load());
  settings->choose_weights = false;
  shop->settings.publish(settings);
  run second(file, log, 1, wanted);
  EXPECT_FALSE(second.models());
  EXPECT_EQ(second.read_in_a_round(), 0U);
  EXPECT_TRUE(second.models()->choices.empty());
}

}  // namespace
}  // namespace footfall::test
