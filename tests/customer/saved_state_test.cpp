// The state in a file: what is loaded is what a replay up to the mark gives, whatever was applied meanwhile.
#include "footfall/customer/saved_state.hpp"

#include "customer/customer_state.hpp"
#include "footfall/customer/event_fold.hpp"
#include "support/temporary_folder.hpp"

#include <atomic>
#include <fstream>
#include <thread>

namespace footfall::test {
namespace {

using customer::customer_directory;
using customer::load_state;
using customer::state_cut;

const store::log_mark some_mark{{77}, {1, 2}};

result<void> is_held(const store::log_mark&, const store::archive_mark&) { return {}; }

void apply_all(const customer_directory& to, std::span<const events::event> some) {
  for (const auto& each : some)
    if (const auto owner = to.find(each.customer)) customer::apply(*owner, each);
}

std::map<customer_number, std::uint64_t> settings_of(const customer_directory& customers) {
  std::map<customer_number, std::uint64_t> settings;
  for (const auto& [id, each] : customers.by_id()) settings[each->number] = settings_digest(*each);
  return settings;
}

class saved_state : public testing::Test {
 protected:
  void save(const boost::shared_ptr<customer_directory>& customers) const {
    state_cut cut(customers, some_mark, settings_of(*customers));
    ASSERT_TRUE(cut.write(file, 5, [] { return true; }));
  }

  const temporary_folder folder;
  const std::filesystem::path file = folder.path() / "db.state";
  std::mt19937 random{7};
};

// Models of what `random_events` told of a customer.
void build_models(customer::customer& of, std::span<const events::event> told) {
  model::event_history history;
  for (const auto& each : told)
    if (each.customer == of.number) customer::learn(each, of.items, {}, history);
  history.settle();
  of.models.publish(model::build_models(of.settings.load()->models, {history, of.items, noon_ms, 1}));
}

TEST_F(saved_state, models_serve_again_at_once) {
  const auto live = make_customers(1);
  const auto told = random_events(random, 600, 1);
  apply_all(*live, told);
  const auto owner = live->by_id().begin()->second;
  build_models(*owner, told);
  save(live);

  const auto loaded = load_state(file, *make_customers(1), noon_ms, is_held);
  ASSERT_TRUE(loaded) << loaded.error().detail();
  const auto models = loaded->customers.front()->models.load();
  ASSERT_TRUE(models);
  ASSERT_EQ(models->models.size(), owner->models.load()->models.size());
  std::vector<model::scored_item> before;
  std::vector<model::scored_item> after;
  owner->models.load()->find("top_clicked")->content->answer({.wanted = 20}, before);
  models->find("top_clicked")->content->answer({.wanted = 20}, after);
  ASSERT_FALSE(before.empty());
  ASSERT_EQ(before.size(), after.size());
  EXPECT_EQ(before.front().item, after.front().item);
}

TEST_F(saved_state, models_of_other_settings_do_not_serve_and_the_rest_does) {
  const auto live = make_customers(1);
  const auto told = random_events(random, 600, 1);
  apply_all(*live, told);
  build_models(*live->by_id().begin()->second, told);
  save(live);

  const auto wanted = make_customers(1);
  const auto owner = wanted->by_id().begin()->second;
  auto changed = boost::make_shared<customer::customer_settings>(*owner->settings.load());
  changed->models.edit().front().set(model::option::half_life, 1);
  owner->settings.publish(changed);
  const auto loaded = load_state(file, *wanted, noon_ms, is_held);
  ASSERT_TRUE(loaded);
  EXPECT_FALSE(loaded->customers.front()->models.load());
  EXPECT_GT(loaded->customers.front()->items.size(), 0U);
}

TEST_F(saved_state, what_is_loaded_is_the_state_of_the_cut_and_goes_on_like_it) {
  for (int round = 0; round < 20; ++round) {
    const auto live = make_customers(2);
    const auto replayed = make_customers(2);
    const auto before = random_events(random, 600, 2);
    apply_all(*live, before);
    apply_all(*replayed, before);
    {
      state_cut cut(live, some_mark, settings_of(*live));
      apply_all(*live, random_events(random, static_cast<std::size_t>(round) * 20, 2));
      ASSERT_TRUE(cut.write(file, 5, [] { return true; }));
    }
    apply_all(*live, random_events(random, 10, 2));

    const auto loaded = load_state(file, *make_customers(2), noon_ms, is_held);
    ASSERT_TRUE(loaded) << loaded.error().detail();
    EXPECT_EQ(loaded->mark, some_mark);
    EXPECT_EQ(loaded->saved_ms, 5);
    EXPECT_EQ(loaded->bytes, std::filesystem::file_size(file));
    ASSERT_EQ(loaded->customers.size(), 2U);
    const auto after = random_events(random, 300, 2);
    apply_all(*replayed, after);
    for (const auto& each : loaded->customers) {
      customer_directory alone;
      alone.add(each);
      apply_all(alone, after);
      // The file has the items of what came after the cut, too.
      for (item_index item = 0; item < each->items.size(); ++item)
        ASSERT_TRUE(replayed->find(each->number)->items.add(each->items.key_of(item)));
      for (item_index item = 0; item < replayed->find(each->number)->items.size(); ++item)
        ASSERT_TRUE(each->items.add(replayed->find(each->number)->items.key_of(item)));
      expect_same(*replayed->find(each->number), *each);
    }
  }
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Whatever rows the table has: what a state file gets of a state is all of it, so equal files are equal
// states.
TEST_F(saved_state, live_replayed_and_loaded_states_are_the_same_in_every_row) {
  for (int round = 0; round < 20; ++round) {
    const auto live = make_customers(2);
    const auto replayed = make_customers(2);
    auto told = random_events(random, 800, 2);
    for (const auto& each : told) {
      // Items get their numbers in one order, whatever is known when the file is written.
      if (each.item.empty()) continue;
      for (const auto& customers : {live, replayed})
        ASSERT_TRUE(customers->find(each.customer)->items.add(each.item));
    }
    const auto middle = std::span(told).first(random() % told.size());
    const auto rest = std::span(told).subspan(middle.size());
    apply_all(*live, middle);
    {
      state_cut cut(live, some_mark, settings_of(*live));
      apply_all(*live, rest);
      ASSERT_TRUE(cut.write(file, 5, [] { return true; }));
    }
    apply_all(*replayed, told);
    const auto loaded = load_state(file, *make_customers(2), noon_ms, is_held);
    ASSERT_TRUE(loaded) << loaded.error().detail();
    const auto continued = boost::make_shared<customer_directory>();
    for (const auto& each : loaded->customers) continued->add(each);
    apply_all(*continued, rest);
    std::vector<std::string> files;
    for (const auto& customers : {live, replayed, continued}) {
      save(customers);
      files.push_back(bytes_of(file));
    }
    EXPECT_GT(files[0].size(), 10'000U);
    EXPECT_TRUE(files[0] == files[1]) << "live and replayed";
    EXPECT_TRUE(files[0] == files[2]) << "live and loaded";
  }
}

TEST_F(saved_state, no_byte_of_a_user_who_was_forgotten_is_in_the_file) {
  const auto live = make_customers(1);
  const auto told = random_events(random, 2000);
  apply_all(*live, told);
  const auto key_bytes = [](const user_key& user) {
    return std::string(reinterpret_cast<const char*>(user.words.data()), sizeof(user.words));
  };
  for (std::uint64_t number = 0; number < random_users; ++number) {
    auto record = click(number, 1);
    record.type = events::forget_record;
    record.item = {};
    // Whatever the random events have forgotten.
    customer::apply(*live->find(customer_number{1}), click(number, 1));
    save(live);
    const bool was_there = bytes_of(file).find(key_bytes(record.user)) != std::string::npos;
    EXPECT_TRUE(was_there) << number;
    customer::apply(*live->find(customer_number{1}), record);
    save(live);
    EXPECT_EQ(bytes_of(file).find(key_bytes(record.user)), std::string::npos) << number;
  }
}

TEST_F(saved_state, a_writer_goes_on_while_the_state_is_saved) {
  const auto live = make_customers(1);
  auto all = random_events(random, 5000);
  apply_all(*live, all);
  for (int round = 0; round < 10; ++round) {
    const auto more = random_events(random, 2000);
    std::atomic<bool> written{false};
    std::optional<state_cut> cut(std::in_place, live, some_mark, settings_of(*live));
    std::size_t applied = 0;
    {
      std::jthread saver([&] {
        EXPECT_TRUE(cut->write(file, 5, [] { return true; }));
        written = true;
      });
      for (; applied < more.size() && !written; ++applied) apply_all(*live, std::span(&more[applied], 1));
    }
    cut.reset();
    const auto loaded = load_state(file, *make_customers(1), noon_ms, is_held);
    ASSERT_TRUE(loaded) << loaded.error().detail();
    const auto replayed = make_customers(1);
    apply_all(*replayed, all);
    expect_same(*replayed->find(customer_number{1}), *loaded->customers.front());
    all.insert(all.end(), more.begin(), more.begin() + static_cast<std::ptrdiff_t>(applied));
  }
}

TEST_F(saved_state, a_customer_that_the_file_does_not_have_is_left_to_a_replay) {
  const auto live = make_customers(2);
  apply_all(*live, random_events(random, 100, 2));
  save(live);
  const auto loaded = load_state(file, *make_customers(3), noon_ms, is_held);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->customers.size(), 2U);
  // And one that is not configured any more is passed over.
  EXPECT_EQ(load_state(file, *make_customers(1), noon_ms, is_held)->customers.size(), 1U);
}

TEST_F(saved_state, a_customer_with_other_settings_of_the_fold_is_left_to_a_replay) {
  const auto live = make_customers(1);
  apply_all(*live, random_events(random, 100));
  save(live);
  customer_directory wanted;
  wanted.add(make_customer(1, 7));
  const auto loaded = load_state(file, wanted, noon_ms, is_held);
  ASSERT_TRUE(loaded);
  EXPECT_TRUE(loaded->customers.empty());
}

TEST_F(saved_state, a_file_of_another_log_is_not_read_any_further) {
  save(make_customers(1));
  const auto loaded = load_state(file, *make_customers(1), noon_ms,
                                 [](const store::log_mark&, const store::archive_mark&) -> result<void> {
                                   return failure{error::io_failed, "of another log"};
                                 });
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().detail(), "of another log");
}

TEST_F(saved_state, what_is_older_than_the_retention_is_left_out_of_histories) {
  const auto live = make_customers(1);
  auto old_click = click(1, 1);
  old_click.time_ms = noon_ms - 86'400'000;
  auto other_click = old_click;
  other_click.user = click(2, 1).user;
  apply_all(*live, std::vector{old_click, other_click, click(1, 2)});
  save(live);
  const auto retention_ms = live->find("shop1")->settings.load()->retention_ms;
  const auto loaded = load_state(file, *make_customers(1), noon_ms + retention_ms - 1000, is_held);
  ASSERT_TRUE(loaded);
  auto& shop = *loaded->customers.front();
  EXPECT_EQ(seen_of(shop, old_click.user).first.size(), 1U);
  EXPECT_EQ(shop.profiles.size(), 1U);
}

TEST_F(saved_state, every_damage_is_a_failure) {
  const auto live = make_customers(1);
  apply_all(*live, random_events(random, 300));
  save(live);
  const auto whole = bytes_of(file);
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.size(); at += 101) {
    auto changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    std::ofstream(file, std::ios::binary) << changed;
    if (!load_state(file, *make_customers(1), noon_ms, is_held)) ++refused;
  }
  // All but the filling between sections.
  EXPECT_GT(refused, whole.size() / 101 * 9 / 10);
  std::ofstream(file, std::ios::binary) << whole;
  EXPECT_TRUE(load_state(file, *make_customers(1), noon_ms, is_held));
}

TEST_F(saved_state, a_write_that_is_called_off_leaves_the_old_file) {
  const auto live = make_customers(1);
  save(live);
  const auto size = std::filesystem::file_size(file);
  apply_all(*live, random_events(random, 100));
  state_cut cut(live, some_mark, settings_of(*live));
  const auto done = cut.write(file, 5, [] { return false; });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code(), error::not_ready);
  EXPECT_EQ(std::filesystem::file_size(file), size);
}

}  // namespace
}  // namespace footfall::test
