// What is written alike, by the rarest words that two texts share.
#include "catalogue_shop.hpp"

#include "footfall/catalog/text_words.hpp"
#include "model/word_stems.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace footfall::test {
namespace {

using scores = std::map<item_index, float>;

catalog::item titled(std::string title, std::string language = {}) {
  catalog::item told;
  told.title = std::move(title);
  told.language = std::move(language);
  return told;
}

scores like(catalogue_shop& shop, std::vector<item_index> context, std::string_view language = {}) {
  scores found;
  for (const auto& entry : shop.ask({.context = context, .now_ms = shop.now_ms, .language = language}))
    EXPECT_TRUE(found.emplace(entry.item, entry.score).second);
  return found;
}

struct four_titles : catalogue_shop {
  four_titles() : catalogue_shop("CBFT") {
    put(titled("red tea pot large"));
    put(titled("red tea cup"));
    put(titled("green tea pot pot lid"));
    put(titled("garden chair"));
  }
};

TEST(similar_text, is_bm25_of_the_words_that_both_have) {
  four_titles shop;
  const auto found = like(shop, {0});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_NEAR(found.at(1), 1.114983, 1e-5);
  EXPECT_NEAR(found.at(2), 1.154024, 1e-5);
  EXPECT_TRUE(like(shop, {3}).empty());
  EXPECT_TRUE(like(shop, {77}).empty());
}

TEST(similar_text, a_word_that_nobody_else_has_and_one_that_is_repeated_for_ever_change_little) {
  four_titles shop;
  const auto before = like(shop, {0});
  shop.change(0, titled("red tea pot colossal"));
  EXPECT_EQ(like(shop, {0}), before);
  std::string many = "cup";
  for (int count = 0; count < 1000; ++count) many += " red";
  shop.change(1, titled(many));
  EXPECT_LT(like(shop, {0}).at(1), 2.2 * std::log(1 + 2.5 / 2.5));
}

TEST(similar_text, a_second_context_item_says_a_quarter_and_neither_is_in_the_list) {
  four_titles shop;
  shop.put(titled("red lid"));
  const auto first = like(shop, {0});
  const auto second = like(shop, {2});
  const auto both = like(shop, {0, 2});
  EXPECT_FALSE(both.contains(0));
  EXPECT_FALSE(both.contains(2));
  EXPECT_NEAR(both.at(4), first.at(4) + second.at(4) / 4, 1e-6);
}

TEST(similar_text, words_are_compared_by_their_stems_where_that_is_wanted) {
  catalogue_shop shop("CBFT");
  shop.put(titled("rote Tassen", "de"));
  shop.put(titled("roter Tee", "de"));
  shop.put(titled("red pots"));
  shop.put(titled("blue pot"));
  EXPECT_TRUE(like(shop, {2}).empty()) << "as they are written";
  EXPECT_TRUE(like(shop, {0}).empty());
  shop.definition.stem = "automatic";
  EXPECT_TRUE(like(shop, {0}).contains(1));
  EXPECT_TRUE(like(shop, {2}).empty()) << "nobody knows the language";
  shop.definition.stem = "en";
  EXPECT_TRUE(like(shop, {2}).contains(3));
}

TEST(similar_text, stems_are_those_of_the_language_of_the_text) {
  const auto stem = [](std::string_view language, std::string word) {
    model::stem_word(language, word);
    return word;
  };
  EXPECT_EQ(stem("en", "stories"), "story");
  EXPECT_EQ(stem("en-GB", "pots"), "pot");
  EXPECT_EQ(stem("en", "glass"), "glass");
  EXPECT_EQ(stem("de", "hauser"), stem("de", "hausern"));
  EXPECT_EQ(stem("de", "kinder"), stem("de-AT", "kindern"));
  EXPECT_EQ(stem("de", "schonste"), stem("de", "schon"));
  EXPECT_EQ(stem("fr", "chevaux"), "cheval");
  EXPECT_EQ(stem("fr", "baronnes"), "baron");
  EXPECT_EQ(stem("it", "case"), "case") << "a language that nobody has told of";
  for (const std::string_view language : {"en", "de", "fr"}) {
    EXPECT_EQ(stem(language, "a"), "a") << language;
    for (const std::string_view word : {"es", "ies", "ern", "aux", "sss", "eeeeee", "ssssss", "ernern"})
      EXPECT_FALSE(stem(language, std::string(word)).empty()) << language << " " << word;
  }
}

TEST(similar_text, variants_and_what_is_too_old_are_not_there) {
  four_titles shop;
  auto variant = titled("red tea pot small");
  variant.group = "pot";
  shop.change(0, variant);
  const auto other = shop.put(variant);
  EXPECT_FALSE(like(shop, {0}).contains(other));
  *shop.definition.find("maximum_item_age") = 10 * model::day_ms;
  auto cup = titled("red tea cup");
  cup.added_ms = shop.now_ms - 11 * 86'400'000LL;
  shop.change(1, cup);
  auto pot = titled("green tea pot");
  pot.added_ms = shop.now_ms - 9 * 86'400'000LL;
  shop.change(2, pot);
  EXPECT_FALSE(like(shop, {0}).contains(1));
  EXPECT_TRUE(like(shop, {0}).contains(2));
}

TEST(similar_text, news_of_one_half_life_ago_count_half) {
  four_titles shop;
  auto cup = titled("red tea cup");
  cup.added_ms = shop.now_ms - 30 * 86'400'000LL;
  shop.change(1, cup);
  const auto before = like(shop, {0}).at(1);
  *shop.definition.find("half_life") = 30 * model::day_ms;
  EXPECT_NEAR(like(shop, {0}).at(1), before / 2, 1e-5);
}

TEST(similar_text, each_language_is_on_its_own) {
  catalogue_shop shop("CBFT");
  auto both = titled("rote Kanne", "de");
  both.translations["en"].title = "red pot";
  shop.put(both);
  shop.put(titled("rote Tasse", "de"));
  shop.put(titled("red cup", "en"));
  shop.put(titled("Der rote Faden", "fr"));
  EXPECT_EQ(like(shop, {0}).size(), 1U);
  EXPECT_TRUE(like(shop, {0}).contains(1));
  EXPECT_EQ(like(shop, {0}, "en").size(), 1U);
  EXPECT_TRUE(like(shop, {0}, "en").contains(2));
  EXPECT_TRUE(like(shop, {0}, "it").empty());
}

TEST(similar_text, a_catalogue_without_languages_answers_in_any) {
  four_titles shop;
  EXPECT_EQ(like(shop, {0}, "en"), like(shop, {0}));
}

TEST(similar_text, only_the_named_texts_are_compared) {
  catalogue_shop shop("CBFT");
  auto told = titled("one");
  told.attribute("intro", catalog::attribute_type::text).texts = {"shared words"};
  shop.put(told);
  told.title = "two";
  shop.put(told);
  EXPECT_EQ(like(shop, {0}).size(), 1U);
  shop.definition.attributes = {{.key = "title"}};
  EXPECT_TRUE(like(shop, {0}).empty());
  shop.definition.attributes = {{.key = "intro"}};
  EXPECT_EQ(like(shop, {0}).size(), 1U);
}

TEST(similar_text, brought_up_to_date_is_as_made_anew) {
  std::mt19937 random(7);
  four_titles shop;
  const auto random_title = [&] {
    std::string title;
    for (int word = 0; word < 4; ++word) title += "word" + std::to_string(random() % 12) + " ";
    return titled(title, random() % 3 == 0 ? "de" : "en");
  };
  for (int round = 0; round < 50; ++round) {
    if (random() % 2 == 0)
      shop.put(random_title());
    else
      shop.change(static_cast<item_index>(random() % shop.items.size()), random_title());
    const auto kept = like(shop, {0, 4});
    shop.library = {};
    const auto anew = like(shop, {0, 4});
    ASSERT_EQ(kept.size(), anew.size());
    for (const auto& [item, score] : anew) ASSERT_NEAR(kept.at(item), score, 1e-6);
  }
}

TEST(compared_words, are_in_order_without_case_and_of_chinese_pairs) {
  using words = std::vector<std::string>;
  EXPECT_EQ(catalog::compared_words_of("Tea, TEA & Rosé a 42"), (words{"tea", "tea", "rose", "42"}));
  EXPECT_EQ(catalog::compared_words_of("红茶壶 tea"), (words{"红茶", "茶壶", "tea"}));
  EXPECT_EQ(catalog::compared_words_of("红"), (words{"红"}));
  EXPECT_TRUE(catalog::compared_words_of(std::string(100, 'x') + " \xFF").empty());
}

}  // namespace
}  // namespace footfall::test
