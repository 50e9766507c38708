#include "shop.hpp"

namespace footfall::test {

fixed_list::fixed_list(const std::vector<footfall::model::scored_item>& items, std::size_t events)
    : ranks_(ranked(items)) {
  record_.events_used = events;
}

void fixed_list::answer(const footfall::model::question& asked, footfall::model::scored_list& out) const {
  ranks_.answer(asked, out);
}

std::vector<footfall::model::ranked_item> fixed_list::ranked(
    const std::vector<footfall::model::scored_item>& items) {
  std::vector<footfall::model::ranked_item> list;
  for (const auto& entry : items) list.push_back({entry.item, entry.score});
  return list;
}

void fixed_neighbours::answer(const footfall::model::question& asked,
                              footfall::model::scored_list& out) const {
  const auto context = asked.context;
  for (std::size_t rank = 0; rank < context.size(); ++rank) {
    const auto row = rows_.find(context[rank]);
    if (row == rows_.end()) continue;
    for (const auto& [item, weight] : row->second) {
      auto entry = std::ranges::find(out, item, &footfall::model::scored_item::item);
      if (entry == out.end()) entry = out.insert(out.end(), {item, 0, 0});
      entry->score += weight / static_cast<float>(rank + 1);
      entry->context_bits |= 1U << rank;
    }
  }
}

void two_faced::answer(const footfall::model::question& asked, footfall::model::scored_list& out) const {
  out.push_back({asked.alone ? alone_ : mixed_, 1, 1});
}

shop::shop() {
  for (std::uint32_t item = 0; item < 100; ++item) static_cast<void>(items.add({1, 1000 - item, {}}));
  for (std::uint32_t item = 0; item < 10; ++item) static_cast<void>(items.add({2, 1 + item, {}}));
  plan.id = "box";
}

void shop::add_list(const char* id, const std::vector<model::scored_item>& list, std::size_t events) {
  add(id, "POPULARITY_LONG_CLICK", boost::make_shared<fixed_list>(list, events));
}

void shop::add_neighbours(const char* id, fixed_neighbours::rows rows) {
  add(id, "CF_I2I_CLICK", boost::make_shared<fixed_neighbours>(std::move(rows)));
}

void shop::add(const char* id, const char* type, boost::shared_ptr<const model::model> content) {
  models.models.push_back(
      {model::default_definition(id, type), model::find_model_kind(type), std::move(content)});
}

result<recommend::recommendation> shop::ask(const recommend::query& question) const {
  return recommend::recommend(question, {plan, models, items, history});
}

recommend::query shop::about(std::initializer_list<item_index> context, std::uint32_t count) const {
  recommend::query question;
  for (const auto item : context) question.context.emplace_back(items.key_of(item));
  question.count = count;
  return question;
}

std::vector<item_index> items_of(const recommend::recommendation& answer) {
  std::vector<item_index> found;
  for (const auto& entry : answer.items) found.push_back(entry.item);
  return found;
}

}  // namespace footfall::test
