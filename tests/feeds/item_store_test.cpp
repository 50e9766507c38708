// Items in several languages in the store.
#include "footfall/feeds/item_store.hpp"

#include "footfall/customer/catalogue_keeper.hpp"
#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>

namespace footfall::feeds {
namespace {

catalog::item item_of(std::string id, std::string title) {
  catalog::item made;
  made.type = 2;
  made.id = std::move(id);
  made.title = std::move(title);
  return made;
}

class item_languages : public testing::Test {
 protected:
  stored_items export_of(std::vector<catalog::item> items, std::string_view language, bool whole = true) {
    const auto stored = to.store_language(std::move(items), 2, language, whole);
    EXPECT_TRUE(stored);
    return stored ? *stored : stored_items{};
  }

  // What the store says of an item; nothing when it has none.
  std::optional<catalog::item> item(const std::string& key) {
    const auto content = reader->get(owner, store::entity_kind::item, key).value();
    if (!content || customer::is_removed_item(*content)) return std::nullopt;
    return customer::read_item_entity(*content).value();
  }

  test::memory_event_store opened;
  customer_number owner = *opened.number_of("shop");
  std::unique_ptr<store::entity_reader> reader = *opened.make_entity_reader();
  item_store to{owner, *reader, door_of(opened, owner)};
};

TEST_F(item_languages, an_export_in_another_language_adds_its_texts) {
  export_of({item_of("1", "Lantern")}, "eng-GB");
  const auto counts = export_of({item_of("1", "Laterne")}, "ger-DE");
  EXPECT_EQ(counts.changed, 1u);
  const auto found = item("2/1");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->title, "Lantern");
  EXPECT_EQ(found->language, "eng-GB");
  EXPECT_EQ(found->translations.at("ger-DE").title, "Laterne");
  EXPECT_EQ(export_of({item_of("1", "Laterne")}, "ger-DE").same, 1u);
}

TEST_F(item_languages, what_a_whole_export_does_not_name_goes_in_its_language_only) {
  export_of({item_of("1", "Lantern"), item_of("2", "Lamp"), item_of("3", "Torch")}, "eng-GB");
  export_of({item_of("1", "Laterne"), item_of("2", "Lampe")}, "ger-DE");
  const auto counts = export_of({item_of("1", "Lantern")}, "eng-GB");
  EXPECT_EQ(counts.removed, 1u);
  EXPECT_FALSE(item("2/3"));
  ASSERT_TRUE(item("2/2"));
  EXPECT_EQ(item("2/2")->title, "Lampe");
  EXPECT_EQ(item("2/2")->language, "ger-DE");
  EXPECT_EQ(item("2/1")->translations.at("ger-DE").title, "Laterne");
}

TEST_F(item_languages, an_update_leaves_other_items_alone) {
  export_of({item_of("1", "Lantern"), item_of("2", "Lamp")}, "eng-GB");
  export_of({item_of("1", "Storm lantern")}, "eng-GB", false);
  EXPECT_EQ(item("2/1")->title, "Storm lantern");
  EXPECT_TRUE(item("2/2"));
}

TEST_F(item_languages, a_removal_takes_one_language_or_all_of_it) {
  export_of({item_of("1", "Lantern")}, "eng-GB");
  export_of({item_of("1", "Laterne")}, "ger-DE");
  EXPECT_EQ(to.remove(2, "1", "fre-FR")->changed, 0u);
  EXPECT_EQ(to.remove(2, "1", "eng-GB")->changed, 1u);
  EXPECT_EQ(item("2/1")->title, "Laterne");
  EXPECT_EQ(to.remove(2, "1", "")->removed, 1u);
  EXPECT_FALSE(item("2/1"));
  EXPECT_EQ(to.remove(2, "1", "")->removed, 0u);
}

}  // namespace
}  // namespace footfall::feeds
