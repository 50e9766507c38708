// Bundles: sets that are bought together, by hand.
#include "model/bundle.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace footfall::test {
namespace {

using events::event_type;

constexpr std::int64_t now_s = 1'000'000'000;
constexpr item_index phone = 1;
constexpr item_index cover = 2;
constexpr item_index headphones = 3;
constexpr item_index other = 4;

class everything_but final : public model::admission {
 public:
  explicit everything_but(item_index refused) : refused_(refused) {}
  bool admits(item_index item) const override { return item != refused_; }

 private:
  item_index refused_;
};

struct till {
  model::event_history history;
  catalog::item_dictionary items;
  model::model_definition definition = model::default_definition("bundle", "CF_I2I_MIX_BUY_BUY");
  std::uint64_t users = 0;

  till() { definition.set(model::option::times, 3); }
  void add_baskets(int count, std::initializer_list<item_index> bought) {
    for (int each = 0; each < count; ++each) {
      ++users;
      for (const auto item : bought) append_event(history, event_type::buy, users, item, now_s - 10);
    }
  }
  model::scored_list ask(std::vector<item_index> context, const model::admission* admits = nullptr) {
    history.settle();
    model::scored_list out;
    model::make_bundle_updater(definition, event_type::buy)
        ->update({history, items, now_s * 1000, 1})
        ->answer({.context = context, .admits = admits, .wanted = 10}, out);
    return out;
  }
};

void add_twenty_baskets(till& shop) {
  shop.add_baskets(3, {phone, headphones, cover});
  shop.add_baskets(2, {phone, cover});
  shop.add_baskets(1, {other, phone});
  shop.add_baskets(1, {cover});
  shop.add_baskets(1, {headphones});
  shop.add_baskets(12, {9});
}

TEST(bundle, grows_by_what_is_in_most_of_the_baskets_with_all_before) {
  till shop;
  add_twenty_baskets(shop);
  const auto found = shop.ask({phone});
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].item, phone);
  EXPECT_FLOAT_EQ(found[0].score, 1);
  EXPECT_EQ(found[1].item, cover);
  EXPECT_NEAR(found[1].score, 0.833333, 1e-6);
  EXPECT_EQ(found[2].item, headphones);
  EXPECT_NEAR(found[2].score, 0.5, 1e-6);
}

TEST(bundle, wanting_more_baskets_gives_a_prefix_and_at_last_nothing) {
  till shop;
  add_twenty_baskets(shop);
  shop.definition.set(model::option::times, 5);
  const auto found = shop.ask({phone});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1].item, cover);
  shop.definition.set(model::option::times, 6);
  EXPECT_TRUE(shop.ask({phone}).empty());
}

TEST(bundle, is_made_without_what_must_not_be_shown) {
  till shop;
  add_twenty_baskets(shop);
  const everything_but no_cover(cover);
  const auto found = shop.ask({phone}, &no_cover);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1].item, headphones);
}

TEST(bundle, what_is_in_every_basket_anyway_does_not_join) {
  till shop;
  add_twenty_baskets(shop);
  shop.definition.set(model::option::lift, 2.6);
  const auto found = shop.ask({phone});
  ASSERT_EQ(found.size(), 3U);  // of the cover 2.78, then 3 of the headphones
  shop.definition.set(model::option::lift, 2.9);
  EXPECT_TRUE(shop.ask({phone}).empty());
}

TEST(bundle, has_no_more_items_than_its_size) {
  till shop;
  add_twenty_baskets(shop);
  shop.definition.set(model::option::size, 2);
  EXPECT_EQ(shop.ask({phone}).size(), 2U);
}

TEST(bundle, of_several_context_items_the_one_with_most_of_them_is_the_answer) {
  till shop;
  add_twenty_baskets(shop);
  shop.add_baskets(5, {9, 10});
  const auto found = shop.ask({9, phone, headphones});
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].item, phone);
  EXPECT_EQ(found[0].context_bits, 0b10U);
}

TEST(bundle, units_and_repeats_of_an_item_do_not_matter) {
  till shop;
  shop.add_baskets(12, {9});
  shop.add_baskets(3, {phone, cover, phone, phone});
  const auto found = shop.ask({phone});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_FLOAT_EQ(found[1].score, 1);
}

}  // namespace
}  // namespace footfall::test
