// Catalogues follow the items of the store: at a start, with each commit, and when a kind is replaced.
#include "footfall/customer/catalogue_keeper.hpp"

#include "footfall/catalog/catalogue.hpp"

#include "support/manual_clock.hpp"
#include "support/memory_event_store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <random>
#include <set>
#include <string>
#include <vector>

namespace footfall::customer {
namespace {

using store::entity_kind;
using store::entity_write;

catalog::item make_item(const std::string& id, std::int64_t minor) {
  catalog::item made;
  made.id = id;
  made.price = text::price{minor, {}};
  return made;
}

struct shop {
  shop() {
    customer_settings settings;
    settings.id = "00000";
    join(settings);
  }

  // As after a reload without it and another one with it.
  void join_again() { join(*owner->settings.load()); }
  void join(const customer_settings& settings) {
    owner = boost::make_shared<customer>(customer_number{1}, boost::make_shared<customer_settings>(settings));
    customers = {};
    customers.add(owner);
  }

  void commit(const std::vector<entity_write>& writes) {
    ASSERT_TRUE(store.append_batch({}, writes));
    store::commit_report report;
    report.entities = writes;
    keeper.fold(report, customers, time);
  }
  [[nodiscard]] static entity_write put(const catalog::item& what, std::uint64_t replacement = 0) {
    return {customer_number{1},
            entity_kind::item,
            entity_write::action::put,
            replacement,
            item_entity_key(what.type, what.id),
            item_entity_content(what)};
  }
  [[nodiscard]] std::int64_t price_of(std::uint32_t number) const {
    const auto catalogue = owner->catalogue.load();
    const auto index = owner->items.find({1, number, {}});
    const auto* const record = catalogue && index ? catalogue->find(*index) : nullptr;
    return record == nullptr ? -1 : record->price_minor;
  }

  test::manual_clock time;
  test::memory_event_store store;
  catalogue_keeper keeper{*store.make_entity_reader()};
  customer_directory customers;
  customer_directory::pointer owner;
};

entity_write end_of(std::uint64_t replacement) {
  return {
      customer_number{1}, entity_kind::item, entity_write::action::finish_replacement, replacement, "", ""};
}

TEST(catalogue_keeper, has_a_stored_item_in_the_catalogue_at_once) {
  shop here;
  EXPECT_EQ(here.owner->catalogue.load(), nullptr);
  here.commit({shop::put(make_item("7", 500))});
  EXPECT_EQ(here.price_of(7), 500);
  here.commit({shop::put(make_item("7", 400)), shop::put(make_item("8", 100))});
  EXPECT_EQ(here.price_of(7), 400);
  EXPECT_EQ(here.price_of(8), 100);
}

TEST(catalogue_keeper, forgets_a_removed_item) {
  shop here;
  here.commit({shop::put(make_item("7", 500))});
  here.commit({{customer_number{1}, entity_kind::item, entity_write::action::remove, 0, "1/7", ""}});
  EXPECT_EQ(here.price_of(7), -1);
  EXPECT_EQ(here.owner->catalogue.load()->size(), 0U);
}

TEST(catalogue_keeper, loads_at_a_start_what_it_had_before) {
  shop here;
  here.commit({shop::put(make_item("7", 500)), shop::put(make_item("8", 100))});
  shop again;
  catalogue_keeper keeper(*here.store.make_entity_reader());
  EXPECT_EQ(*keeper.load(again.customers), 2U);
  EXPECT_EQ(again.price_of(7), 500);
  EXPECT_EQ(again.price_of(8), 100);
}

TEST(catalogue_keeper, knows_after_a_start_by_which_attributes_requests_ask_for_parts) {
  constexpr std::int64_t now_ms = 1'000'000'000'000;
  shop here;
  EXPECT_TRUE(here.owner->parts_asked_for.add("color", now_ms));
  here.commit(here.owner->parts_asked_for.unsaved(customer_number{1}, now_ms));
  EXPECT_TRUE(here.owner->parts_asked_for.unsaved(customer_number{1}, now_ms).empty());
  shop again;
  catalogue_keeper keeper(*here.store.make_entity_reader());
  ASSERT_TRUE(keeper.load(again.customers));
  EXPECT_TRUE(again.owner->parts_asked_for.touch("color", now_ms));
  EXPECT_FALSE(again.owner->parts_asked_for.touch("size", now_ms));
}

TEST(catalogue_keeper, reads_items_that_an_older_version_has_stored_as_json) {
  shop here;
  auto old = shop::put(make_item("7", 500));
  old.content = "\x01";
  append_json(old.content, make_item("7", 500));
  auto newer = shop::put(make_item("8", 100));
  newer.content.front() = '\x03';
  here.commit({old, newer});
  shop again;
  catalogue_keeper keeper(*here.store.make_entity_reader());
  EXPECT_EQ(*keeper.load(again.customers), 1U);
  EXPECT_EQ(again.price_of(7), 500);
  EXPECT_EQ(again.price_of(8), -1);
}

TEST(catalogue_keeper, knows_after_a_start_what_was_taken_back_and_which_types_are_whole) {
  shop here;
  auto removed = shop::put(make_item("7", 500));
  removed.content = removed_item_content();
  auto whole = removed;
  whole.key = whole_type_key(2);
  here.commit({shop::put(make_item("7", 500)), shop::put(make_item("8", 100))});
  here.commit({removed, whole});
  shop again;
  catalogue_keeper keeper(*here.store.make_entity_reader());
  EXPECT_EQ(*keeper.load(again.customers), 1U);
  for (const auto* each : {&here, &again}) {
    const auto catalogue = each->owner->catalogue.load();
    const auto shows = [&](item_key key) {
      return catalogue->may_show(key, *each->owner->items.add(key), catalog::unknown_items::automatic, 0);
    };
    EXPECT_FALSE(shows({1, 7, {}}));
    EXPECT_TRUE(shows({1, 8, {}}));
    EXPECT_TRUE(shows({1, 9, {}}));
    EXPECT_FALSE(shows({2, 9, {}}));
  }
}

TEST(catalogue_keeper, leaves_a_customer_without_items_without_a_catalogue) {
  shop here;
  EXPECT_EQ(*here.keeper.load(here.customers), 0U);
  EXPECT_EQ(here.owner->catalogue.load(), nullptr);
}

TEST(catalogue_keeper, shows_a_replacement_only_when_it_is_finished) {
  shop here;
  here.commit({shop::put(make_item("7", 500))});
  const auto replacement = *here.store.begin_replacement(customer_number{1}, entity_kind::item);
  here.commit({shop::put(make_item("8", 100), replacement)});
  EXPECT_EQ(here.price_of(7), 500);
  EXPECT_EQ(here.price_of(8), -1);
  here.commit({end_of(replacement)});
  EXPECT_EQ(here.price_of(7), -1);
  EXPECT_EQ(here.price_of(8), 100);
}

// A reader that counts how often somebody goes over the items.
class counting_reader final : public store::entity_reader {
 public:
  counting_reader(std::unique_ptr<store::entity_reader> from, int& scans)
      : from_(std::move(from)), scans_(scans) {}
  result<std::optional<std::string>> get(customer_number customer, entity_kind kind,
                                         std::string_view key) override {
    return from_->get(customer, kind, key);
  }
  result<store::entity_page> scan(
      customer_number customer, entity_kind kind, std::string_view after, std::size_t count_max,
      const std::function<void(std::string_view, std::string_view)>& visit) override {
    ++scans_;
    return from_->scan(customer, kind, after, count_max, visit);
  }

 private:
  const std::unique_ptr<store::entity_reader> from_;
  int& scans_;
};

TEST(catalogue_keeper, has_made_a_new_catalogue_when_its_last_item_comes_and_reads_nothing_then) {
  shop here;
  int scans = 0;
  catalogue_keeper keeper(std::make_unique<counting_reader>(*here.store.make_entity_reader(), scans));
  const auto commit = [&](const std::vector<entity_write>& writes) {
    ASSERT_TRUE(here.store.append_batch({}, writes));
    store::commit_report report;
    report.entities = writes;
    keeper.fold(report, here.customers, here.time);
  };
  commit({shop::put(make_item("7", 500))});
  const auto replacement = *here.store.begin_replacement(customer_number{1}, entity_kind::item);
  commit({shop::put(make_item("8", 100), replacement), shop::put(make_item("7", 450))});
  EXPECT_EQ(here.price_of(7), 450);
  commit({shop::put(make_item("9", 200), replacement), end_of(replacement), shop::put(make_item("10", 300))});
  EXPECT_EQ(here.price_of(7), -1);
  EXPECT_EQ(here.price_of(8), 100);
  EXPECT_EQ(here.price_of(9), 200);
  EXPECT_EQ(here.price_of(10), 300);
  EXPECT_EQ(scans, 0);
}

TEST(catalogue_keeper, reads_a_new_catalogue_of_which_it_has_missed_a_part) {
  enum class mishap { customer_away, customer_other, failed_commit };
  for (const auto which : {mishap::customer_away, mishap::customer_other, mishap::failed_commit}) {
    shop here;
    const auto replacement = *here.store.begin_replacement(customer_number{1}, entity_kind::item);
    here.commit({shop::put(make_item("6", 50), replacement)});
    if (which == mishap::customer_other) here.join_again();
    const auto all = here.customers;
    if (which == mishap::customer_away) here.customers = {};
    here.commit({shop::put(make_item("8", 100), replacement)});
    here.customers = all;
    if (which == mishap::failed_commit) {
      const failure full{error::store_failed, "full"};
      store::commit_report report;
      report.failed = &full;
      here.keeper.fold(report, here.customers, here.time);
    }
    here.commit({end_of(replacement)});
    EXPECT_EQ(here.price_of(6), 50);
    EXPECT_EQ(here.price_of(8), 100);
  }
}

/// An item of twelve, with anything that filters and models ask for.
catalog::item random_item(std::mt19937& random) {
  auto made = make_item(std::to_string(1 + random() % 12), static_cast<std::int64_t>(random() % 900));
  made.type = 1 + static_cast<std::uint32_t>(random() % 2);
  made.visible = random() % 4 != 0;
  if (random() % 2 == 0) made.title = "title " + std::to_string(random() % 5);
  for (auto paths = random() % 3; paths > 0; --paths)
    made.categories.push_back({"c" + std::to_string(random() % 3), "d" + std::to_string(random() % 3)});
  if (random() % 2 == 0)
    made.attributes.push_back(
        {"colour", catalog::attribute_type::nominal, {"c" + std::to_string(random() % 4)}, {}});
  if (random() % 2 == 0)
    made.attributes.push_back(
        {"size", catalog::attribute_type::numeric, {}, {static_cast<double>(random() % 9)}});
  return made;
}

std::string json_of(const result<catalog::item>& told) {
  std::string json;
  if (told) append_json(json, *told);
  return json;
}

/// What a customer's catalogue says, by names: numbers of items and categories may differ.
std::set<std::string> facts_of(customer& owner) {
  std::set<std::string> facts;
  const auto catalogue = owner.catalogue.load();
  if (!catalogue) return facts;
  facts.insert(fmt::format("{} items", catalogue->size()));
  const auto name = [&](item_index item) {
    const auto& key = owner.items.key_of(item);
    return item_entity_key(key.type, std::to_string(key.number));
  };
  for (std::uint32_t number = 0; number < 24; ++number) {
    const auto index = *owner.items.add({1 + number % 2, 1 + number / 2, {}});
    facts.insert(fmt::format(
        "{} is {}, shown: {}", name(index), json_of(catalogue->read(index)),
        catalogue->may_show(owner.items.key_of(index), index, catalog::unknown_items::automatic, 0)));
    if (const auto* const record = catalogue->find(index))
      facts.insert(
          fmt::format("{}: {} {} {}", name(index), record->price_minor, record->visible, record->told));
  }
  for (int value = 0; value < 9; ++value) {
    for (const auto item : catalogue->items_with(catalog::value_of("colour", fmt::format("c{}", value))))
      facts.insert(fmt::format("{} has colour {}", name(item), value));
    const std::vector path{fmt::format("c{}", value / 3), fmt::format("d{}", value % 3)};
    if (const auto category = catalogue->tree().find(path))
      for (const auto item : catalogue->items_in(*category))
        facts.insert(fmt::format("{} is in category {}", name(item), value));
  }
  catalogue->numbers_of("size").visit([&](const catalog::numbered_item& each) {
    facts.insert(fmt::format("{} has size {}", name(each.item), each.number));
  });
  return facts;
}

TEST(catalogue_keeper, what_it_follows_is_what_it_reads_at_a_start) {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    shop live;
    for (int step = 0; step < 40; ++step) {
      auto write = shop::put(random_item(random));
      switch (random() % 8) {
        case 0: {  // as a full import of few items takes away what it does not have
          auto whole = shop::put(make_item("", 0));
          whole.key = whole_type_key(write.key.front() == '1' ? 1 : 2);
          whole.content = removed_item_content();
          live.commit({whole});
          write.what = entity_write::action::remove;
          break;
        }
        case 1:
          write.content = removed_item_content();
          break;
        case 2: {
          const auto replacement = *live.store.begin_replacement(customer_number{1}, entity_kind::item);
          for (int items = 0; items < 8; ++items) live.commit({shop::put(random_item(random), replacement)});
          if (random() % 2 == 0) continue;  // abandoned by its end
          write = end_of(replacement);
          break;
        }
        default:
          break;
      }
      live.commit({write, shop::put(random_item(random))});
    }
    shop started;
    ASSERT_TRUE(catalogue_keeper(*live.store.make_entity_reader()).load(started.customers));
    EXPECT_EQ(facts_of(*live.owner), facts_of(*started.owner)) << "round " << round;
  }
}

TEST(catalogue_keeper, passes_over_items_that_it_cannot_read) {
  shop here;
  auto damaged = shop::put(make_item("7", 500));
  damaged.content = "\x09{}";
  here.commit({damaged, shop::put(make_item("letters", 1)), shop::put(make_item("8", 100))});
  EXPECT_EQ(here.price_of(8), 100);
  EXPECT_EQ(here.owner->catalogue.load()->size(), 1U);
}

}  // namespace
}  // namespace footfall::customer
