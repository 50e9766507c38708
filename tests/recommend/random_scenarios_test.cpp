// Whatever the scenario, the catalogue and the user: filters are obeyed in every stage, and answers are
// whole.
#include "footfall/recommend/filters.hpp"
#include "recommend/shop.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace footfall::test {
namespace {

using events::history_type;
using item_set = std::set<item_index>;

constexpr std::int64_t now_s = 1'000'000'000;
constexpr std::int64_t day_s = 86'400;
constexpr item_index shown_items = 40;  // all of them fit into one answer

/// Items 0..39 of which random things are told, a user with a random history, and models with random lists.
struct random_shop : shop {
  explicit random_shop(unsigned seed) : random(seed) {
    plan.filters = recommend::nothing_left_out();
    for (item_index item = 0; item < shown_items; ++item)
      if (draw(5) != 0) editor.put(item, draw_item());
    told = editor.finish();
    constexpr std::array types{history_type::clicked, history_type::owns, history_type::consumed,
                               history_type::rendered, history_type::blacklist};
    for (std::uint32_t place = 0; place < 12; ++place)
      history.push_back({draw(shown_items), static_cast<std::uint32_t>(now_s - place * day_s / 4),
                         types[draw(types.size())], 1});
    std::vector<model::scored_item> all;
    for (item_index item = 0; item < shown_items; ++item)
      all.push_back({item, 1.0F + static_cast<float>(draw(9)), 0});
    add_list("all", all);
    for (const auto* id : {"some", "few"}) {
      std::ranges::shuffle(all, random);
      all.resize(all.size() / 3);
      add_list(id, all);
      for (const auto& each : all) named[id].insert(each.item);
    }
    fixed_neighbours::rows rows;
    for (item_index item = 0; item < shown_items; ++item)
      for (int count = 0; count < 3; ++count)
        rows[item][draw(shown_items)] = 1.0F + static_cast<float>(draw(9));
    neighbours = rows;
    add_neighbours("near", std::move(rows));
  }

  item_index draw(std::size_t below) { return static_cast<item_index>(random() % below); }

  catalog::item draw_item() {
    catalog::item made;
    if (draw(4) != 0) made.price = text::price{100 * (1 + draw(40)), {}};
    made.brand = std::string(1, static_cast<char>('a' + draw(3)));
    made.group = draw(2) == 0 ? "" : std::string(1, static_cast<char>('g' + draw(5)));
    const std::vector<catalog::category_path> paths{{"A"}, {"A", "B"}, {"C"}};
    if (draw(4) != 0) made.categories = {paths[draw(3)]};
    made.added_ms = (now_s - draw(14) * day_s) * 1000;
    if (draw(6) == 0) made.available = catalog::availability::out_of_stock;
    return made;
  }

  recommend::query draw_question() {
    recommend::query question;
    for (auto count = draw(4); count > 0; --count)
      question.context.emplace_back(items.key_of(draw(shown_items)));
    question.count = 1 + draw(15);
    if (draw(2) == 0) question.categories = {draw(2) == 0 ? "A" : "C"};
    return question;
  }

  void draw_stages() {
    for (auto stages = 1 + draw(3); stages > 0; --stages) {
      std::vector<recommend::stage_model> parts;
      for (const auto* id : {"some", "few", "near"})
        if (draw(2) == 0) parts.push_back({.model = id, .context = recommend::context_flag::item});
      if (!parts.empty()) add_stage(std::move(parts));
    }
    add_stage({{"some"}});
  }

  [[nodiscard]] recommend::recommendation ask(const recommend::query& question,
                                              recommend::scenario by) const {
    // Of filters alone: which stages keep to the categories of the request is another matter.
    for (auto& stage : by.stages) stage.category = recommend::category_scope::site;
    return *recommend::recommend(question, {.plan = by,
                                            .models = models,
                                            .items = items,
                                            .history = history,
                                            .now_ms = now_s * 1000,
                                            .categories = {nullptr, 0, told.get()},
                                            .offered = {.catalogue = told.get()}});
  }

  /// What may be shown of all items with these filters alone.
  [[nodiscard]] item_set admitted(recommend::query question, const recommend::filter_settings& by) const {
    auto whole = plan;
    whole.filters = by;
    whole.stages.insert(whole.stages.begin(), {{{"all"}}});
    question.count = recommend::items_max;
    const auto shown = items_of(ask(question, whole));
    return {shown.begin(), shown.end()};
  }

  /// What the stages name for a question.
  [[nodiscard]] item_set named_by_stages(const recommend::query& question) const {
    item_set found;
    for (const auto& stage : plan.stages)
      for (const auto& part : stage.models) {
        if (const auto list = named.find(part.model); list != named.end())
          found.insert(list->second.begin(), list->second.end());
        if (part.model != "near") continue;
        for (const auto& reference : question.context)
          for (const auto& [item, score] : neighbours.at(*items.find(std::get<item_key>(reference))))
            found.insert(item);
      }
    return found;
  }

  std::mt19937 random;
  catalog::catalogue_editor editor{nullptr};
  boost::shared_ptr<const catalog::catalogue> told;
  std::map<std::string, item_set> named;
  fixed_neighbours::rows neighbours;
};

/// A value that leaves out some of the items of a random shop.
void switch_on(const recommend::filter& row, recommend::filter_settings& settings) {
  struct {
    recommend::filter_settings& to;
    void operator()(std::monostate) const {}
    void operator()(bool recommend::filter_settings::*member) const { to.*member = true; }
    void operator()(recommend::automatic_switch recommend::filter_settings::*member) const {
      to.*member = true;
    }
    void operator()(std::uint32_t recommend::filter_settings::*member) const { to.*member = 1; }
    void operator()(std::int64_t recommend::filter_settings::*member) const { to.*member = 7 * day_s * 1000; }
    void operator()(double recommend::filter_settings::*member) const { to.*member = 20; }
    void operator()(std::vector<std::string> recommend::filter_settings::*member) const {
      to.*member = {"A"};
    }
  } const set{settings};
  std::visit(set, row.enabled);
}

TEST(random_scenarios, every_filter_is_obeyed_in_every_stage_and_nothing_else_is_left_out) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    random_shop box(seed);
    box.draw_stages();
    const auto question = box.draw_question();
    auto admitted = box.admitted(question, recommend::nothing_left_out());
    for (const auto& row : recommend::filters()) {
      // What depends on the rest of the answer leaves out no item by itself.
      if (row.answered != nullptr || box.draw(3) != 0) continue;
      switch_on(row, box.plan.filters);
      auto alone = recommend::nothing_left_out();
      switch_on(row, alone);
      std::erase_if(admitted, [&, of_row = box.admitted(question, alone)](item_index item) {
        return !of_row.contains(item);
      });
    }
    const auto answer = box.ask(question, box.plan);
    const auto shown = items_of(answer);
    ASSERT_LE(shown.size(), question.count);
    item_set once;
    for (const auto item : shown) {
      EXPECT_TRUE(admitted.contains(item)) << item;
      EXPECT_TRUE(once.insert(item).second) << item;
    }
    for (const auto item : box.named_by_stages(question)) {
      if (shown.size() == question.count || !admitted.contains(item)) continue;
      EXPECT_TRUE(once.contains(item)) << item;
    }
    std::uint32_t before = 1000;
    for (const auto& each : answer.items) {
      EXPECT_LE(each.relevance, before);
      EXPECT_GE(before = each.relevance, 1U);
    }
    EXPECT_EQ(items_of(box.ask(question, box.plan)), shown);
  }
}

TEST(random_scenarios, of_a_product_group_one_item_is_shown_whatever_the_stages) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    random_shop box(seed);
    box.draw_stages();
    box.plan.filters.one_variant = true;
    std::set<std::uint64_t> groups;
    for (const auto item : items_of(box.ask(box.draw_question(), box.plan))) {
      const auto* told = box.told->find(item);
      if (told == nullptr || told->group == 0) continue;
      EXPECT_TRUE(groups.insert(told->group).second) << seed << ' ' << item;
    }
  }
}

TEST(random_scenarios, a_stage_that_a_filter_empties_is_followed_by_one_that_obeys_it_too) {
  std::set<std::string_view> emptied;
  for (unsigned seed = 0; seed < 20; ++seed)
    for (const auto& row : recommend::filters()) {
      if (row.answered != nullptr) continue;
      random_shop box(seed);
      const auto question = box.draw_question();
      auto settings = recommend::nothing_left_out();
      switch_on(row, settings);
      box.add_stage({{"all"}});
      const auto all = box.admitted(question, recommend::nothing_left_out());
      const auto admitted = box.admitted(question, settings);
      std::vector<model::scored_item> refused;
      for (const auto item : all)
        if (!admitted.contains(item)) refused.push_back({item, 1, 0});
      if (refused.empty() || admitted.empty()) continue;
      emptied.insert(row.name);
      box.add_list("refused", refused);
      box.plan.filters = settings;
      box.plan.stages.insert(box.plan.stages.begin(), {{{"refused"}}});
      const auto answer = box.ask(question, box.plan);
      EXPECT_EQ(answer.items.size(), std::min<std::size_t>(question.count, admitted.size())) << row.name;
      EXPECT_TRUE(answer.fell_back) << row.name;
      for (const auto item : items_of(answer))
        EXPECT_TRUE(admitted.contains(item)) << row.name << ' ' << item;
    }
  for (const auto& row : recommend::filters()) {
    if (std::holds_alternative<std::monostate>(row.enabled) || row.name == "top_sellers") continue;
    if (row.answered != nullptr) continue;
    EXPECT_TRUE(emptied.contains(row.name)) << row.name;
  }
}

}  // namespace
}  // namespace footfall::test
