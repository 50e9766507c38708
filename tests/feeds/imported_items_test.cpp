// Imports of items into the store: what they change, and in how many steps.
#include "footfall/feeds/item_store.hpp"

#include "footfall/customer/catalogue_keeper.hpp"
#include "support/memory_event_store.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace footfall::feeds {
namespace {

using catalog_import::import_mode;

catalog::item item_of(std::uint32_t type, std::string id, std::string title = "Lamp") {
  catalog::item made;
  made.type = type;
  made.id = std::move(id);
  made.title = std::move(title);
  return made;
}

std::string text_of(const stored_items& counts) {
  return fmt::format("{} new, {} changed, {} same, {} gone", counts.added, counts.changed, counts.same,
                     counts.removed);
}

class imported_items : public testing::Test {
 protected:
  // A transaction takes three writes, so that four are many.
  item_store door_for_few() {
    auto door = door_of(opened, owner);
    door.writes_max = 3;
    door.write = [this, write = door.write](std::vector<store::entity_write>& writes) {
      return writes_allowed-- > 0 ? write(writes) : failure{error::store_failed, "the disk is full"};
    };
    door.begin_replacement = [this, begin = door.begin_replacement] {
      ++replacements;
      return begin();
    };
    return {owner, *reader, std::move(door)};
  }

  std::string import(const std::vector<catalog::item>& items, import_mode mode = import_mode::full) {
    const auto stored = to.store(items, mode);
    return stored ? text_of(*stored) : stored.error().detail();
  }

  // Keys and titles of what is stored, without marks of whole types.
  std::string all() {
    std::string text;
    EXPECT_TRUE(to.for_each([&](std::string_view key, std::string_view content) {
      if (customer::is_removed_item(content)) return;
      text += fmt::format("{}={} ", key, customer::read_item_entity(content)->title);
    }));
    return text;
  }

  test::memory_event_store opened;
  customer_number owner = *opened.number_of("shop");
  std::unique_ptr<store::entity_reader> reader = *opened.make_entity_reader();
  int writes_allowed = 1000;
  int replacements = 0;
  item_store to = door_for_few();
};

TEST_F(imported_items, of_a_full_import_are_those_of_their_types_and_no_others) {
  EXPECT_EQ(import({item_of(1, "a"), item_of(1, "b"), item_of(2, "a")}), "3 new, 0 changed, 0 same, 0 gone");
  EXPECT_EQ(import({item_of(1, "b", "Torch"), item_of(1, "c")}), "1 new, 1 changed, 0 same, 1 gone");
  EXPECT_EQ(all(), "1/b=Torch 1/c=Lamp 2/a=Lamp ");
  EXPECT_EQ(import({item_of(1, "b", "Torch"), item_of(1, "c")}), "0 new, 0 changed, 2 same, 0 gone");
}

TEST_F(imported_items, many_changes_are_one_replacement_and_few_are_a_transaction) {
  std::vector<catalog::item> many;
  for (int id = 1; id <= 9; ++id) many.push_back(item_of(1, std::to_string(id)));
  EXPECT_EQ(import({item_of(2, "other")}), "1 new, 0 changed, 0 same, 0 gone");
  EXPECT_EQ(replacements, 0);
  EXPECT_EQ(import(many), "9 new, 0 changed, 0 same, 0 gone");
  EXPECT_EQ(replacements, 1);
  many.front().title = "Torch";
  EXPECT_EQ(import(many), "0 new, 1 changed, 8 same, 0 gone");
  EXPECT_EQ(replacements, 1);
  many.resize(2);
  EXPECT_EQ(import(many), "0 new, 0 changed, 2 same, 7 gone");
  EXPECT_EQ(replacements, 2);
  EXPECT_EQ(all(), "1/1=Torch 1/2=Lamp 2/other=Lamp ");
}

TEST_F(imported_items, stay_as_they_were_wherever_a_full_import_fails) {
  std::vector<catalog::item> many;
  for (int id = 1; id <= 9; ++id) many.push_back(item_of(1, std::to_string(id)));
  import(many);
  const auto before = all();
  for (auto& each : many) each.title = "Torch";
  for (int allowed = 0; allowed < 5; ++allowed) {
    writes_allowed = allowed;
    EXPECT_EQ(import(many), "the disk is full");
    EXPECT_EQ(all(), before) << allowed;
  }
  writes_allowed = 1000;
  EXPECT_EQ(import(many), "0 new, 9 changed, 0 same, 0 gone");
}

TEST_F(imported_items, of_one_id_the_last_one_counts) {
  for (const auto mode : {import_mode::full, import_mode::update}) {
    import({item_of(1, "a", "Lamp")}, mode);
    import({item_of(1, "a", "Torch"), item_of(1, "a", "Lamp")}, mode);
    EXPECT_EQ(all(), "1/a=Lamp ");
    import({item_of(1, "a", "Torch"), item_of(1, "a", "Candle")}, mode);
    EXPECT_EQ(all(), "1/a=Candle ");
  }
}

TEST_F(imported_items, of_an_update_join_those_that_are_there) {
  import({item_of(1, "a"), item_of(1, "b")});
  ASSERT_TRUE(to.remove(1, "b", ""));
  EXPECT_EQ(import({item_of(1, "a"), item_of(1, "b"), item_of(1, "c"), item_of(1, "d")}, import_mode::update),
            "3 new, 0 changed, 1 same, 0 gone");
  EXPECT_EQ(import({item_of(1, "c", "Torch")}, import_mode::update), "0 new, 1 changed, 0 same, 0 gone");
  EXPECT_EQ(all(), "1/a=Lamp 1/b=Lamp 1/c=Torch 1/d=Lamp ");
}

}  // namespace
}  // namespace footfall::feeds
