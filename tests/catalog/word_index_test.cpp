// Texts found while somebody types.
#include "footfall/catalog/suggestion_index.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using catalog::words_of;
using list = std::vector<std::uint32_t>;
using names = std::vector<std::string>;

catalog::word_index index_of(const names& texts) {
  return {static_cast<std::uint32_t>(texts.size()), [&](std::uint32_t number) { return texts[number]; }};
}

list found_in(const catalog::word_index& index, std::string_view typed, std::size_t wanted = 10) {
  list found;
  index.find(
      typed, wanted, [](std::uint32_t) { return true; }, found);
  return found;
}

TEST(words, are_letters_and_digits_without_case_and_marks) {
  EXPECT_EQ(words_of("Rosé-Wein, 0.75l ÉTÉ été"), (names{"0", "75l", "ete", "rose", "wein"}));
  EXPECT_EQ(words_of("Straße"), (names{"strasse"}));
  EXPECT_EQ(words_of("красный Чайник"), (names{"красныи", "чаиник"}));
  EXPECT_TRUE(words_of(" -- ").empty());
  EXPECT_EQ(words_of("ab\xFF"
                     "cd"),
            (names{"ab", "cd"}));
}

TEST(word_index, finds_words_by_their_beginnings_the_best_text_first) {
  const auto index = index_of({"Red tea pot", "Green tea", "Teak chair", "Red chair"});
  EXPECT_EQ(found_in(index, "te"), (list{0, 1, 2}));
  EXPECT_EQ(found_in(index, "te", 2), (list{0, 1}));
  EXPECT_EQ(found_in(index, "TEA p"), (list{0}));
  EXPECT_EQ(found_in(index, "chair re"), (list{3}));
  EXPECT_TRUE(found_in(index, "red green").empty());
  EXPECT_TRUE(found_in(index, "").empty());
  EXPECT_TRUE(found_in(index, "x").empty());
  EXPECT_TRUE(found_in(index_of({}), "tea").empty());
}

TEST(word_index, one_mistake_in_a_word_of_four_letters_is_none) {
  const auto index = index_of({"kitchen table", "kitten", "pan"});
  for (const auto* typed : {"kitchn", "kitcheen", "kitchxn", "kithcen", "kitchen tabel"})
    EXPECT_EQ(found_in(index, typed), (list{0})) << typed;
  EXPECT_EQ(found_in(index, "kitt"), (list{1})) << "an exact beginning needs no mistakes";
  for (const auto* typed : {"ktichne", "xitchen", "pax", "kitch tableau"})
    EXPECT_TRUE(found_in(index, typed).empty()) << typed;
}

TEST(word_index, only_what_is_admitted_counts) {
  const auto index = index_of({"tea", "tea", "tea"});
  list found;
  index.find(
      "tea", 1, [](std::uint32_t number) { return number == 2; }, found);
  EXPECT_EQ(found, (list{2}));
}

TEST(word_index, many_words_with_one_beginning_are_walked_by_rank) {
  const auto index = catalog::word_index(5000, [](std::uint32_t number) {
    return "model" + std::to_string(number) + (number % 7 == 3 ? " blue" : " red");
  });
  EXPECT_EQ(found_in(index, "mo", 3), (list{0, 1, 2}));
  EXPECT_EQ(found_in(index, "mo blue", 3), (list{3, 10, 17}));
  EXPECT_EQ(found_in(index, "model4321"), (list{4321}));
}

TEST(suggestions, are_items_categories_and_vendors) {
  catalog::catalogue_editor editor({});
  catalog::item told;
  told.title = "Rote Teekanne";
  told.translations["en"] = {"Red tea pot", ""};
  told.brand = "Teahouse";
  told.categories = {{"Kitchen", "Tea"}};
  editor.put(3, told);
  told.title = "Teak chair";
  told.translations.clear();
  told.brand = "Tectona";
  told.categories = {{"Garden", "Teak"}, {"Kitchen", "Tea"}};
  editor.put(1, told);
  told.brand = "Teahouse";
  editor.put(2, told);
  const auto catalogue = editor.finish();
  const catalog::suggestion_index index(*catalogue, 5,
                                        [](item_index item) { return item == 2 ? 5.0F : 0.0F; });
  std::vector<item_index> items;
  index.find_items(
      "tea", 10, [](item_index) { return true; }, items);
  EXPECT_EQ(items, (std::vector<item_index>{2, 1, 3}));
  items.clear();
  index.find_items(
      "teekann", 10, [](item_index) { return true; }, items);
  EXPECT_EQ(items, (std::vector<item_index>{3}));
  EXPECT_EQ(index.find_categories("tea", 10), (names{"Kitchen/Tea", "Garden/Teak"}));
  EXPECT_TRUE(index.find_categories("kitchen", 10).empty());
  EXPECT_EQ(index.find_vendors("te", 10), (names{"Teahouse", "Tectona"}));
  EXPECT_EQ(index.find_vendors("te", 1), (names{"Teahouse"}));
}

}  // namespace
}  // namespace footfall::test
