// The catalogue: what filters ask, lists of items, and what a change copies.
#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/frequent_values.hpp"
#include "footfall/catalog/read_item.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace footfall::catalog {
namespace {

using snapshot = boost::shared_ptr<const catalogue>;

item make_shirt(const std::string& id, const std::string& colour, std::vector<category_path> paths) {
  item made;
  made.id = id;
  made.title = "Shirt " + id;
  made.brand = "Ask";
  made.price = text::price{2500, {}};
  made.categories = std::move(paths);
  made.attribute("colour", attribute_type::nominal).texts = {colour};
  return made;
}

snapshot with(const snapshot& base, const std::vector<std::pair<item_index, item>>& items) {
  catalogue_editor editor(base);
  for (const auto& [index, what] : items) editor.put(index, what);
  return editor.finish();
}

std::vector<item_index> list(std::span<const item_index> items) { return {items.begin(), items.end()}; }

TEST(catalogue, knows_nothing_of_an_item_that_nobody_told_of) {
  const auto made = with({}, {{5, make_shirt("a", "red", {})}});
  EXPECT_EQ(made->find(4), nullptr);
  EXPECT_EQ(made->find(5000), nullptr);
  ASSERT_NE(made->find(5), nullptr);
  EXPECT_EQ(made->size(), 1U);
  EXPECT_FALSE(made->read(4));
  EXPECT_EQ(made->version_of(4), nullptr);
}

TEST(catalogue, lists_items_by_category_and_by_value) {
  const auto made = with({}, {{3, make_shirt("a", "red", {{"Men", "Shirts"}})},
                              {1, make_shirt("b", "blue", {{"Men", "Shirts"}, {"Sale"}})},
                              {2000, make_shirt("c", "red", {{"Men"}})}});
  EXPECT_EQ(list(made->items_with(value_of("colour", "red"))), (std::vector<item_index>{3, 2000}));
  EXPECT_EQ(list(made->items_with(value_of("brand", "Ask"))), (std::vector<item_index>{1, 3, 2000}));
  const category_path shirts{"Men", "Shirts"};
  EXPECT_EQ(list(made->items_in(*made->tree().find(shirts))), (std::vector<item_index>{1, 3}));
}

TEST(catalogue, counts_the_values_under_a_key) {
  const auto made = with({}, {{1, make_shirt("a", "red", {})}, {2, make_shirt("b", "blue", {})}});
  EXPECT_EQ(made->values_under("colour"), 2U);
  EXPECT_EQ(made->values_under("brand"), 1U);
  EXPECT_EQ(made->values_under("size"), 0U);
  const auto same = with(made, {{2, make_shirt("b", "red", {})}, {3, make_shirt("c", "red", {})}});
  EXPECT_EQ(same->values_under("colour"), 1U);
  catalogue_editor editor(same);
  for (const item_index item : {1U, 2U, 3U}) editor.remove(item);
  const auto empty = editor.finish();
  EXPECT_EQ(empty->values_under("colour"), 0U);
  EXPECT_EQ(made->values_under("colour"), 2U);
}

TEST(catalogue, tells_which_values_most_items_have) {
  auto other = make_shirt("d", "green", {});
  other.brand = "Embla";
  const auto made = with({}, {{1, make_shirt("a", "red", {})},
                              {2, make_shirt("b", "red", {})},
                              {3, make_shirt("c", "blue", {})},
                              {4, other}});
  using texts = std::vector<std::string>;
  EXPECT_EQ(frequent_values(*made, "colour", 50, 5), (texts{"red", "blue", "green"}));
  EXPECT_EQ(frequent_values(*made, "colour", 2, 5), (texts{"red", "blue"})) << "of equal ones by text";
  EXPECT_EQ(frequent_values(*made, "brand", 50, 5), (texts{"Ask", "Embla"}));
  EXPECT_EQ(frequent_values(*made, "size", 50, 5), texts{});
}

TEST(catalogue, knows_the_numbers_of_items_by_key) {
  const auto wide = [](std::vector<double> numbers) {
    auto made = make_shirt("a", "red", {});
    made.attribute("width", attribute_type::numeric).numbers = std::move(numbers);
    return made;
  };
  const auto numbers_in = [](const snapshot& which) {
    std::vector<std::pair<item_index, double>> found;
    which->numbers_of("width").visit(
        [&](const numbered_item& each) { found.emplace_back(each.item, each.number); });
    return found;
  };
  using pairs = std::vector<std::pair<item_index, double>>;
  const auto made = with({}, {{7, wide({2.5})}, {1, wide({30, 4})}, {3, make_shirt("b", "red", {})}});
  EXPECT_EQ(numbers_in(made), (pairs{{1, 30}, {1, 4}, {7, 2.5}}));
  EXPECT_EQ(made->numbers_of("height").size(), 0U);
  EXPECT_EQ(made->numbers_of("width").size(), 3U);
  EXPECT_EQ(made->numbers_of("width").of(1).size(), 2U);
  EXPECT_TRUE(made->numbers_of("width").of(5000).empty());
  const auto changed = with(made, {{7, wide({8})}, {7, wide({9})}, {1, make_shirt("a", "red", {})}});
  EXPECT_EQ(numbers_in(changed), (pairs{{7, 9}}));
  EXPECT_EQ(numbers_in(made), (pairs{{1, 30}, {1, 4}, {7, 2.5}}));
  catalogue_editor editor(changed);
  editor.remove(7);
  EXPECT_EQ(numbers_in(editor.finish()), pairs{});
}

TEST(catalogue, its_memory_grows_and_shrinks_with_what_is_told) {
  const auto few = with({}, {{0, make_shirt("a", "red", {{"Men"}})}});
  auto wordy = make_shirt("b", "red", {{"Men"}});
  wordy.description = std::string(100'000, 'x');
  const auto more = with(few, {{1, wordy}});
  EXPECT_GT(more->bytes(), few->bytes() + 100'000);
  std::vector<std::pair<item_index, item>> many;
  for (item_index index = 0; index < 2000; ++index)
    many.emplace_back(2 + index, make_shirt("c", "colour " + std::to_string(index), {{"Men"}}));
  const auto coloured = with(more, many);
  EXPECT_GT(coloured->bytes(), more->bytes() + 2000 * 64 + 2000 * sizeof(std::vector<item_index>));
  catalogue_editor editor(more);
  editor.remove(1);
  EXPECT_LT(editor.finish()->bytes(), few->bytes() + 10'000) << "words that repeat stay for the next ones";
}

TEST(catalogue, an_item_with_ten_attributes_takes_less_than_400_bytes) {
  constexpr item_index items = 5000;
  catalogue_editor editor({});
  for (item_index index = 0; index < items; ++index) {
    const auto number = std::to_string(index);
    auto made =
        make_shirt(number, "colour " + std::to_string(index % 20), {{"Men", "Shelf " + number.substr(0, 2)}});
    made.title = "Item number " + number;
    made.link = "https://shop.example/p/" + number;
    made.brand = "Brand " + std::to_string(index % 500);
    made.available = availability::in_stock;
    for (unsigned attribute = 1; attribute < 10; ++attribute)
      made.attribute("attribute_" + std::to_string(attribute), attribute_type::nominal)
          .texts.push_back("value " + std::to_string(index * attribute % (20 * attribute)));
    editor.put(index, made);
  }
  const auto made = editor.finish();
  EXPECT_LT(made->bytes() / items, 400u);
  EXPECT_EQ(made->read(4711)->title, "Item number 4711");
  EXPECT_EQ(made->read(4711)->find("attribute_9", attribute_type::nominal)->texts,
            std::vector<std::string>{"value " + std::to_string(4711 * 9 % 180)});
}

TEST(catalogue, tells_what_is_in_a_category_or_below) {
  const auto made = with({}, {{0, make_shirt("a", "red", {{"Men", "Shirts", "Linen"}})},
                              {1, make_shirt("b", "red", {{"Women", "Shirts"}})},
                              {2, make_shirt("c", "red", {{"Men"}})}});
  const category_path path{"Men"};
  const auto men = made->tree().interval_of(*made->tree().find(path));
  EXPECT_TRUE(made->is_within(0, men));
  EXPECT_FALSE(made->is_within(1, men));
  EXPECT_TRUE(made->is_within(2, men));
}

TEST(catalogue, that_grows_keeps_the_numbers_of_its_categories_and_its_readers) {
  const auto first = with({}, {{0, make_shirt("a", "red", {{"B", "C"}})}});
  const category_path path{"B", "C"};
  const auto number = *first->tree().find(path);
  const auto second = with(first, {{1, make_shirt("b", "red", {{"A"}, {"B", "A"}})}});
  EXPECT_EQ(*second->tree().find(path), number);
  EXPECT_TRUE(second->is_within(0, second->tree().interval_of(number)));
  EXPECT_EQ(first->tree().size(), 2U);
  EXPECT_EQ(first->find(1), nullptr);
}

TEST(catalogue, moves_an_item_between_lists_when_it_changes) {
  const auto first =
      with({}, {{0, make_shirt("a", "red", {{"Men"}})}, {1, make_shirt("b", "red", {{"Men"}})}});
  const auto second = with(first, {{0, make_shirt("a", "blue", {{"Sale"}})}});
  EXPECT_EQ(list(second->items_with(value_of("colour", "red"))), (std::vector<item_index>{1}));
  EXPECT_EQ(list(second->items_with(value_of("colour", "blue"))), (std::vector<item_index>{0}));
  EXPECT_EQ(list(second->items_in(*second->tree().find(category_path{"Men"}))), (std::vector<item_index>{1}));
  EXPECT_EQ(list(first->items_with(value_of("colour", "red"))), (std::vector<item_index>{0, 1}));
  EXPECT_EQ(second->size(), 2U);
}

TEST(catalogue, shares_what_a_change_of_price_leaves_as_it_is) {
  std::vector<std::pair<item_index, item>> items;
  for (item_index index = 0; index < 5000; ++index)
    items.emplace_back(index, make_shirt("a", "red", {{"Men"}}));
  const auto first = with({}, items);
  auto cheaper = items[7].second;
  cheaper.price->minor_units = 900;
  const auto second = with(first, {{7, cheaper}});
  EXPECT_EQ(price_at(*second->find(7), 0), 900);
  EXPECT_EQ(price_at(*first->find(7), 0), 2500);
  EXPECT_NE(first->find(7), second->find(7));
  EXPECT_EQ(first->find(4000), second->find(4000)) << "another block";
  EXPECT_EQ(first->items_with(value_of("colour", "red")).data(),
            second->items_with(value_of("colour", "red")).data());
}

TEST(catalogue, forgets_an_item_that_is_removed) {
  const auto first = with({}, {{0, make_shirt("a", "red", {{"Men"}})}});
  catalogue_editor editor(first);
  editor.remove(0);
  editor.remove(17);
  const auto second = editor.finish();
  EXPECT_EQ(second->find(0), nullptr);
  EXPECT_EQ(second->size(), 0U);
  EXPECT_TRUE(second->items_with(value_of("colour", "red")).empty());
}

TEST(catalogue, shows_what_can_be_bought_and_never_what_was_taken_back) {
  auto sold_out = make_shirt("a", "red", {});
  sold_out.available = availability::out_of_stock;
  const auto first =
      with({}, {{0, make_shirt("a", "red", {})}, {1, sold_out}, {2, make_shirt("b", "red", {})}});
  catalogue_editor editor(first);
  editor.remove(2);
  editor.remove(5000);
  const auto made = editor.finish();
  const auto shows = [&](item_index item, unknown_items unknown = unknown_items::show) {
    return made->may_show({1, item + 1, {}}, item, unknown, 0);
  };
  EXPECT_TRUE(shows(0));
  EXPECT_TRUE(shows(0, unknown_items::hide));
  EXPECT_FALSE(shows(1));
  EXPECT_FALSE(shows(2));
  EXPECT_FALSE(shows(5000));
  EXPECT_TRUE(shows(3));
}

TEST(catalogue, hides_unknown_items_where_it_was_told_of_all_of_their_type) {
  catalogue_editor editor(with({}, {{0, make_shirt("a", "red", {})}}));
  editor.set_whole(1);
  const auto made = editor.finish();
  const auto shows = [&](std::uint32_t type, unknown_items unknown) {
    return made->may_show({type, 9, {}}, 8, unknown, 0);
  };
  EXPECT_FALSE(shows(1, unknown_items::automatic));
  EXPECT_TRUE(shows(2, unknown_items::automatic));
  EXPECT_TRUE(shows(1, unknown_items::show));
  EXPECT_FALSE(shows(2, unknown_items::hide));
}

TEST(item_record, has_the_sale_price_inside_its_window_only) {
  auto shirt = make_shirt("a", "red", {});
  shirt.sale = sale_price{900, 10'000, 20'000};
  const auto made = with({}, {{0, shirt}});
  EXPECT_EQ(price_at(*made->find(0), 9), 2500);
  EXPECT_EQ(price_at(*made->find(0), 10), 900);
  EXPECT_EQ(price_at(*made->find(0), 20), 900);
  EXPECT_EQ(price_at(*made->find(0), 21), 2500);
}

TEST(item_record, is_recommendable_while_it_is_visible_available_and_valid) {
  auto shirt = make_shirt("a", "red", {});
  shirt.valid_from_ms = 10'000;
  shirt.valid_to_ms = 20'000;
  auto sold_out = make_shirt("b", "red", {});
  sold_out.available = availability::out_of_stock;
  auto hidden = make_shirt("c", "red", {});
  hidden.visible = false;
  const auto made = with({}, {{0, shirt}, {1, sold_out}, {2, hidden}});
  EXPECT_FALSE(is_recommendable(*made->find(0), 9));
  EXPECT_TRUE(is_recommendable(*made->find(0), 15));
  EXPECT_FALSE(is_recommendable(*made->find(0), 21));
  EXPECT_FALSE(is_recommendable(*made->find(1), 15));
  EXPECT_FALSE(is_recommendable(*made->find(2), 15));
}

TEST(item, is_the_same_after_it_was_written_and_read) {
  auto shirt = make_shirt("a/\"b", "red", {{"Men", "A/B"}});
  shirt.sale = sale_price{900, 10'000, {}};
  shirt.translations["de"] = {"Hemd", ""};
  shirt.attribute("size", attribute_type::numeric).numbers = {40.5};
  shirt.available = availability::limited;
  shirt.visible = false;
  shirt.images = {"https://a.example/1.jpg"};
  shirt.added_ms = 1'000;
  std::string text;
  append_json(text, shirt);
  const auto again = read_item(text);
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, shirt);
  EXPECT_FALSE(read_item("[1]"));
  EXPECT_FALSE(read_item(R"({"id":"1","images":[1]})"));
}

}  // namespace
}  // namespace footfall::catalog
