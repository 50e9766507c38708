// How complete a catalogue is, and which of the tracked items it knows.
#include "footfall/catalog/quality.hpp"

#include <gtest/gtest.h>

namespace footfall::catalog {
namespace {

constexpr std::uint32_t day_s = 86'400;

TEST(tracked_days, keep_the_last_day_of_each_item) {
  tracked_days days;
  days.add(5, 20'000 * day_s + 1);
  days.add(2, 20'007 * day_s);
  days.add(5, 19'000 * day_s);  // came late
  EXPECT_EQ(days.since(20'000 * day_s + 80'000), (std::vector<item_index>{2, 5}));
  EXPECT_EQ(days.since(20'001 * day_s), (std::vector<item_index>{2}));
  EXPECT_EQ(days.since(0), (std::vector<item_index>{2, 5}));
}

TEST(tracked_days, come_back_from_a_file_unless_they_are_of_other_items) {
  tracked_days days;
  days.add(5, 20'000 * day_s);
  tracked_days again;
  ASSERT_TRUE(again.load(days.save(), 6));
  EXPECT_EQ(again.save(), days.save());
  EXPECT_FALSE(tracked_days().load(days.save(), 5));
}

class quality : public testing::Test {
 protected:
  item_index told(std::uint32_t id, const item& what) {
    const auto index = *items.add({what.type, id, {}});
    editor.put(index, what);
    return index;
  }

  item_dictionary items;
  tracked_days tracked;
  catalogue_editor editor{{}};
};

TEST_F(quality, counts_what_each_item_has_by_type) {
  item lamp;
  lamp.title = "Lamp";
  lamp.price = text::price{1299, {}};
  lamp.images = {"https://shop.example/lamp.jpg"};
  lamp.categories = {{"Light"}};
  told(1, lamp);
  item torch;
  torch.title = "Torch";
  torch.link = "https://shop.example/torch";
  torch.available = availability::out_of_stock;
  told(2, torch);
  item article;
  article.type = 2;
  told(1, article);
  const auto found = quality_of(editor.finish().get(), items, tracked, 0);
  ASSERT_EQ(found.size(), 2u);
  const auto& products = found.at(1);
  EXPECT_EQ(products.items, 2u);
  EXPECT_EQ(products.recommendable, 1u);
  // title, description, link, image, price, category, brand, availability
  EXPECT_EQ(products.told, (std::array<std::size_t, told_members>{2, 0, 1, 1, 1, 1, 0, 1}));
  EXPECT_EQ(found.at(2).items, 1u);
  EXPECT_EQ(sum_of(found).items, 3u);
  EXPECT_EQ(sum_of(found).told[0], 2u);
}

TEST_F(quality, an_item_that_is_taken_back_counts_no_more) {
  item lamp;
  lamp.title = "Lamp";
  const auto index = told(1, lamp);
  catalogue_editor next(editor.finish());
  next.remove(index);
  EXPECT_TRUE(quality_of(next.finish().get(), items, tracked, 0).empty());
}

TEST_F(quality, tells_which_of_the_items_that_were_tracked_lately_are_known) {
  const auto known = told(1, item());
  const auto unknown = *items.add({1, 2, {}});
  const auto long_ago = *items.add({1, 3, {}});
  const auto now_s = std::int64_t{20'000} * day_s;
  tracked.add(known, 20'000 * day_s);
  tracked.add(unknown, 19'994 * day_s);
  tracked.add(long_ago, 19'993 * day_s);
  const auto found = quality_of(editor.finish().get(), items, tracked, now_s);
  EXPECT_EQ(found.at(1).tracked, 2u);
  EXPECT_EQ(found.at(1).tracked_known, 1u);
  EXPECT_EQ(quality_of(nullptr, items, tracked, now_s).at(1).tracked_known, 0u);
}

TEST_F(quality, a_category_counts_as_empty_when_nothing_is_below_it_either) {
  item lamp;
  lamp.categories = {{"Light", "Indoor"}, {"Sale"}};
  const auto index = told(1, lamp);
  const auto before = editor.finish();
  EXPECT_EQ(categories_of(*before).all, 3u);
  EXPECT_EQ(categories_of(*before).empty, 0u);
  catalogue_editor next(before);
  lamp.categories = {{"Sale"}};
  next.put(index, lamp);
  EXPECT_EQ(categories_of(*next.finish()).empty, 2u);
}

}  // namespace
}  // namespace footfall::catalog
