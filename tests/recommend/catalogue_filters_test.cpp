// What filters about the catalogue leave out, and that they act as soon as a catalogue is published.
#include "footfall/recommend/filters.hpp"
#include "recommend/shop.hpp"

#include <gtest/gtest.h>

#include <set>

namespace footfall::test {
namespace {

using item_list = std::vector<item_index>;

constexpr std::int64_t now_s = 1'000'000'000;
constexpr std::int64_t day_s = 86'400;

catalog::item priced(std::int64_t minor, std::string brand = "acme") {
  catalog::item made;
  made.price = text::price{minor, {}};
  made.brand = std::move(brand);
  return made;
}

/// Items 0..9 in this order by popularity; what a test tells of them is the catalogue.
struct told_shop : shop {
  told_shop() {
    std::vector<model::scored_item> list;
    for (item_index item = 0; item < 10; ++item) list.push_back({item, 20.0F - static_cast<float>(item), 0});
    add_list("top", list);
    add_stage({{"top"}});
    plan.filters = recommend::nothing_left_out();
  }
  void tell(item_index item, const catalog::item& what) {
    catalog::catalogue_editor editor(told);
    editor.put(item, what);
    told = editor.finish();
  }
  [[nodiscard]] result<recommend::recommendation> ask_told(const recommend::query& question,
                                                           recommend::answer_record* record = nullptr) const {
    return recommend::recommend(question, {.plan = plan,
                                           .models = models,
                                           .items = items,
                                           .history = history,
                                           .now_ms = now_s * 1000,
                                           .categories = {nullptr, 0, told.get()},
                                           .record = record});
  }
  [[nodiscard]] item_list left_out(std::initializer_list<item_index> context = {}) const {
    const auto shown = items_of(*ask_told(about(context)));
    item_list missing;
    for (item_index item = 0; item < 10; ++item)
      if (std::ranges::find(shown, item) == shown.end()) missing.push_back(item);
    return missing;
  }

  boost::shared_ptr<const catalog::catalogue> told;
};

TEST(catalogue_filters, items_are_too_old_by_the_time_at_which_they_came_or_became_valid) {
  told_shop box;
  auto old = priced(100);
  old.added_ms = (now_s - 8 * day_s) * 1000;
  box.tell(1, old);
  old.valid_from_ms = (now_s - 2 * day_s) * 1000;
  box.tell(2, old);
  box.tell(3, priced(100));
  box.plan.filters.maximum_item_age_ms = 7 * day_s * 1000;
  EXPECT_EQ(box.left_out(), item_list{1});
  box.plan.filters.maximum_item_age_ms = 8 * day_s * 1000;
  EXPECT_EQ(box.left_out(), item_list{});
}

TEST(catalogue_filters, prices_are_those_of_a_sale_inside_its_window) {
  told_shop box;
  for (const item_index item : {1U, 2U, 3U}) box.tell(item, priced(1000 * item));
  auto on_sale = priced(5000);
  on_sale.sale = catalog::sale_price{900, std::nullopt, now_s * 1000};
  box.tell(4, on_sale);
  on_sale.sale->to_ms = (now_s - 1) * 1000;
  box.tell(5, on_sale);
  box.plan.filters.minimum_price = 20;
  EXPECT_EQ(box.left_out(), (item_list{1, 4}));
  box.plan.filters.price_unknown = true;
  EXPECT_EQ(box.left_out(), (item_list{0, 1, 4, 6, 7, 8, 9}));
}

TEST(catalogue_filters, a_minimum_price_is_in_the_currency_of_the_customer) {
  told_shop box;
  auto yen = priced(2500);
  yen.price->unit = *text::find_currency("JPY");
  box.tell(1, yen);
  box.tell(2, priced(2009));
  box.tell(3, priced(2010));
  box.plan.filters.minimum_price = 20.1;
  EXPECT_EQ(box.left_out(), (item_list{1, 2}));
}

TEST(catalogue_filters, what_is_cheaper_than_the_context_is_left_out_in_its_currency) {
  told_shop box;
  for (const item_index item : {1U, 2U, 3U}) box.tell(item, priced(1000 * item));
  auto foreign = priced(1);
  foreign.price->unit = *text::find_currency("USD");
  box.tell(4, foreign);
  box.plan.filters.cheaper_than_context = true;
  EXPECT_EQ(box.left_out(), item_list{});
  EXPECT_EQ(box.left_out({2}), item_list{1});
  EXPECT_EQ(box.left_out({8, 2}), item_list{1});  // the first that has a price
}

TEST(catalogue_filters, variants_and_other_brands_than_those_of_the_context_are_left_out) {
  told_shop box;
  auto variant = priced(100, "acme");
  variant.group = "shirt";
  box.tell(1, variant);
  box.tell(2, variant);
  box.tell(3, priced(100, "other"));
  box.plan.filters.variants_of_context = true;
  EXPECT_EQ(box.left_out(), item_list{});
  EXPECT_EQ(box.left_out({1}), (item_list{1, 2}));
  box.plan.filters = recommend::nothing_left_out();
  box.plan.filters.same_brand = true;
  EXPECT_EQ(box.left_out(), item_list{});
  EXPECT_EQ(box.left_out({3}), (item_list{0, 1, 2, 4, 5, 6, 7, 8, 9}));
  EXPECT_EQ(box.left_out({3, 1}), (item_list{0, 4, 5, 6, 7, 8, 9}));
}

TEST(catalogue_filters, categories_of_the_catalogue_take_the_place_of_those_of_clicks) {
  told_shop box;
  auto in = [&](item_index item, std::vector<catalog::category_path> paths) {
    auto what = priced(100);
    what.categories = std::move(paths);
    box.tell(item, what);
  };
  in(1, {{"Shoes", "Children"}});
  in(2, {{"Hats"}, {"Shoes"}});
  in(3, {{"Hats"}});
  in(4, {});
  catalog::item_categories clicked;
  clicked.add(3, "Shoes", 10);
  clicked.add(4, "Shoes", 10);
  clicked.add(5, "Shoes/Children", 10);
  box.plan.filters.same_category = true;
  const auto shown = [&](const catalog::item_categories* clicks, std::vector<std::string> wanted) {
    recommend::query question;
    question.categories = std::move(wanted);
    return items_of(*recommend::recommend(question, {.plan = box.plan,
                                                     .models = box.models,
                                                     .items = box.items,
                                                     .history = {},
                                                     .categories = {clicks, 0, box.told.get()}}));
  };
  EXPECT_EQ(shown(nullptr, {"Shoes"}), (item_list{1, 2}));
  EXPECT_EQ(shown(&clicked, {"Shoes"}), (item_list{1, 2, 4, 5}));
  EXPECT_EQ(shown(&clicked, {"Shoes/Children"}), (item_list{1, 5}));
  EXPECT_EQ(shown(nullptr, {"Shoes/Children", "Hats"}), (item_list{1, 2, 3}));
  EXPECT_EQ(shown(nullptr, {"Gloves"}), item_list{});
}

TEST(catalogue_filters, categories_can_be_excluded_by_a_list_and_by_the_context) {
  told_shop box;
  auto in = [&](item_index item, std::vector<catalog::category_path> paths) {
    auto what = priced(100);
    what.categories = std::move(paths);
    box.tell(item, what);
  };
  in(1, {{"Shoes", "Children"}});
  in(2, {{"Hats"}, {"Shoes"}});
  in(3, {{"Shoes"}});
  box.plan.filters.excluded_categories = {"Shoes"};
  EXPECT_EQ(box.left_out(), (item_list{2, 3}));
  box.plan.filters.excluded_categories = {"/Shoes//Children/"};
  EXPECT_EQ(box.left_out(), item_list{1});
  box.plan.filters.excluded_categories.clear();
  box.plan.filters.category_of_context = true;
  EXPECT_EQ(box.left_out({3}), (item_list{2, 3}));
  EXPECT_EQ(box.left_out({1}), item_list{1});
  EXPECT_EQ(box.left_out(), item_list{});
}

TEST(catalogue_filters, top_sellers_and_what_was_shown_often_in_the_session_are_left_out) {
  told_shop box;
  box.add("sold", "POPULARITY_SHORT_BUY",
          boost::make_shared<fixed_list>(std::vector<model::scored_item>{{7, 9, 0}, {8, 8, 0}, {9, 7, 0}}));
  box.plan.filters.top_sellers = 2;
  EXPECT_EQ(box.left_out(), (item_list{7, 8}));
  box.plan.filters = recommend::nothing_left_out();
  box.plan.filters.repeated_shows = 3;
  using events::history_type;
  const auto seconds = static_cast<std::uint32_t>(now_s);
  box.history = {{1, seconds - 60, history_type::rendered, 3},
                 {2, seconds - 70, history_type::rendered, 2},
                 {3, seconds - 80, history_type::clicked, 9},
                 {4, seconds - 3600, history_type::rendered, 9}};
  EXPECT_EQ(box.left_out(), item_list{1});
}

TEST(catalogue_filters, of_a_product_group_only_the_best_item_is_recommended) {
  told_shop box;
  auto variant = priced(100);
  variant.group = "shirt";
  for (const item_index item : {1U, 2U, 4U}) box.tell(item, variant);
  variant.group = "hat";
  box.tell(3, variant);
  box.plan.filters.one_variant = true;
  EXPECT_EQ(box.left_out(), (item_list{2, 4}));
  // Nor does a later stage tell another one, and what gave way does not leave a gap.
  box.add_stage({{"top"}});
  EXPECT_EQ(box.left_out(), (item_list{2, 4}));
  EXPECT_EQ(items_of(*box.ask_told(box.about({}, 3))), (item_list{0, 1, 3}));
}

TEST(catalogue_filters, products_are_recommended_and_not_their_variants) {
  told_shop box;
  const auto tell = [&](item_index item, std::string group) {
    auto what = priced(100);
    what.id = std::to_string(item);
    what.group = std::move(group);
    box.tell(item, what);
  };
  tell(1, "1");  // the product 1, its variants 2 and 3
  tell(2, "1");
  tell(3, "1");
  tell(4, "");  // without variants; of 5 nobody has told
  EXPECT_EQ(box.left_out(), item_list{});
  box.plan.filters.product_variants = true;
  EXPECT_EQ(box.left_out(), (item_list{2, 3}));
  // The next stage obeys it, too.
  box.add_stage({{"top"}});
  EXPECT_EQ(box.left_out(), (item_list{2, 3}));
  tell(2, "");
  EXPECT_EQ(box.left_out(), item_list{3}) << "a variant no more";
}

TEST(catalogue_filters, explanations_name_the_filter_and_a_changed_price_acts_in_the_next_answer) {
  told_shop box;
  box.tell(1, priced(100));
  box.plan.filters.minimum_price = 2;
  recommend::answer_record record;
  EXPECT_EQ(box.ask_told(box.about({}), &record)->cause, recommend::shortage::filters);
  ASSERT_EQ(record.refused.size(), 1U);
  EXPECT_EQ(record.refused[0].by->name, "minimum_price");
  box.tell(1, priced(300));
  EXPECT_EQ(box.left_out(), item_list{});
}

TEST(catalogue_filters, explanations_name_the_first_of_the_table_whoever_was_asked_first) {
  told_shop box;
  box.add_neighbours("near", {{0, {{1, 0.75F}, {2, 0.25F}}}});
  box.plan.stages.clear();
  box.add_stage({{"near"}});
  box.tell(0, priced(300));
  box.tell(1, priced(100, "other"));  // refused by its brand, which narrows, and by its price
  box.tell(2, priced(300, "other"));
  box.plan.filters.minimum_price = 2;
  box.plan.filters.same_brand = true;
  recommend::answer_record record;
  ASSERT_TRUE(box.ask_told(box.about({0}), &record));
  const auto refused_by = [&](item_index item) {
    const auto found = std::ranges::find(record.refused, item, &recommend::refused_item::item);
    return found == record.refused.end() ? "nobody" : found->by->name;
  };
  EXPECT_EQ(refused_by(1), "minimum_price");
  EXPECT_EQ(refused_by(2), "same_brand");
}

/// A ranking of more items than may be looked at for one request.
struct large_shop : told_shop {
  static constexpr item_index many = recommend::candidates_max + 50;
  static constexpr item_index last = many - 1;
  large_shop() {
    std::vector<model::scored_item> list;
    for (item_index item = 0; item < many; ++item) {
      static_cast<void>(items.add({1, 5000 + item, {}}));
      list.push_back({item, static_cast<float>(many - item), 0});
    }
    add_list("long", list);
    plan.stages = {{{{"long"}}}};
  }
};

TEST(catalogue_filters, a_short_list_of_a_brand_is_looked_at_instead_of_the_whole_ranking) {
  large_shop box;
  box.tell(box.last, priced(100, "rare"));
  box.tell(box.last - 1, priced(100, "rare"));
  box.plan.filters.same_brand = true;
  box.plan.filters.context_items = true;
  const auto answer = box.ask_told(box.about({}));
  EXPECT_EQ(answer->items.size(), 10U);
  recommend::query question;
  question.context.emplace_back(box.items.key_of(box.last));
  const auto narrow = box.ask_told(question);
  EXPECT_EQ(items_of(*narrow), item_list{box.last - 1});
  EXPECT_EQ(narrow->cause, recommend::shortage::filters);  // nothing was beyond the bound
}

TEST(catalogue_filters,
     a_small_category_is_looked_at_instead_of_the_whole_ranking_also_where_clicks_tell_of_some) {
  large_shop box;
  auto hat = priced(100);
  hat.categories = {{"Shoes", "Hats"}, {"Shoes"}};
  box.tell(box.last, hat);
  hat.categories = {{"Shoes"}};
  box.tell(box.last - 1, hat);
  catalog::item_categories clicked;
  clicked.add(7, "Shoes", static_cast<std::uint32_t>(now_s));  // nothing else tells of it
  clicked.add(8, "Toys", static_cast<std::uint32_t>(now_s));
  box.plan.filters.same_category = true;
  recommend::query question;
  question.categories = {"Shoes"};
  const auto ask = [&] {
    return *recommend::recommend(question, {.plan = box.plan,
                                            .models = box.models,
                                            .items = box.items,
                                            .history = {},
                                            .now_ms = now_s * 1000,
                                            .categories = {&clicked, 0, box.told.get()}});
  };
  EXPECT_EQ(ask().cause, recommend::shortage::bound);  // it is not known yet of which items clicks alone tell
  box.models.placed_by_clicks = {{7, 8}, 2};
  const auto narrow = ask();
  EXPECT_EQ(items_of(narrow), (item_list{7, box.last - 1, box.last}));  // each once, by rank
  EXPECT_NE(narrow.cause, recommend::shortage::bound);
  clicked.add(9, "Shoes/Boots", static_cast<std::uint32_t>(now_s));  // after that was noted
  EXPECT_EQ(items_of(ask()), (item_list{7, 9, box.last - 1, box.last}));
}

}  // namespace
}  // namespace footfall::test
