// Catalogues follow the items of the store: at a start, with each commit, and when a kind is replaced.
#include "footfall/customer/catalogue_keeper.hpp"

#include "footfall/catalog/catalogue.hpp"

#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

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
    owner = boost::make_shared<customer>(customer_number{1}, boost::make_shared<customer_settings>(settings));
    customers.add(owner);
  }

  void commit(const std::vector<entity_write>& writes) {
    ASSERT_TRUE(store.append_batch({}, writes));
    store::commit_report report;
    report.entities = writes;
    keeper.fold(report, customers);
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

  test::memory_event_store store;
  catalogue_keeper keeper{*store.make_entity_reader()};
  customer_directory customers;
  customer_directory::pointer owner;
};

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
  here.commit({{customer_number{1}, entity_kind::item, entity_write::action::finish_replacement, replacement,
                "", ""}});
  EXPECT_EQ(here.price_of(7), -1);
  EXPECT_EQ(here.price_of(8), 100);
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
