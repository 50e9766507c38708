// (query, models, history) -> ranked items: the stages in turn, their relevance and origin.
#include "footfall/recommend/recommender.hpp"

#include "footfall/recommend/filters.hpp"
#include "recommend/request_context.hpp"
#include "recommend/stage.hpp"

#include <algorithm>
#include <string>

namespace footfall::recommend {

namespace {

constexpr std::uint32_t relevance_max = 1000;

result<std::uint32_t> choose_output_type(const query& question, const scenario& plan) {
  const auto& types = plan.output_types;
  if (!question.output_type && !types.empty()) return types.front();
  const auto asked = question.output_type.value_or(0);
  if (std::ranges::find(types, asked) != types.end()) return asked;
  std::string accepted;
  for (const auto type : types) accepted += (accepted.empty() ? "" : ", ") + std::to_string(type);
  return failure{error::bad_parameter, "outputtypeid: " + std::to_string(asked) +
                                           " is not recommended by this scenario, which has " + accepted};
}

// Protocol C3: a model that needs no context makes a result possible even when its list is empty.
bool something_possible(const recommend_input& input, const request_context& context) {
  bool needs_missing_context = false;
  for (const auto& stage : input.plan.stages)
    for (const auto& part : stage.models) {
      const auto* built = input.models.find(part.model);
      if (built == nullptr || built->kind == nullptr) continue;
      if (!built->kind->needs_context || context.of(part.context).given) return true;
      needs_missing_context = true;
    }
  return !needs_missing_context;
}

// What orders equal scores: the first model of the scenario that is a ranking of all items.
const model::ranking* popularity_of(const recommend_input& input) {
  for (const auto& stage : input.plan.stages)
    for (const auto& part : stage.models) {
      const auto* built = input.models.find(part.model);
      if (built == nullptr || !built->content) continue;
      if (const auto* ranks = built->content->ranks()) return ranks;
    }
  return nullptr;
}

recommended_item make_item(const candidate& found, std::uint32_t relevance, const request_context& context) {
  recommended_item made;
  made.item = found.item;
  made.relevance = relevance;
  made.model = found.model;
  const auto& list = context.of(found.part->context);
  for (std::size_t rank = 0; rank < list.items.size(); ++rank) {
    if ((found.context_bits >> rank & 1U) == 0) continue;
    if (made.origin.empty()) made.origin_source = list.sources[rank];
    made.origin.push_back(list.items[rank]);
  }
  return made;
}

void append_stage(std::span<const candidate> found, const request_context& context,
                  std::vector<recommended_item>& answer) {
  if (found.empty()) return;
  const auto ceiling = answer.empty() ? relevance_max : answer.back().relevance;
  for (const auto& entry : found) {
    const auto share = double{entry.score} / double{found.front().score};
    const auto relevance = std::max(static_cast<std::uint32_t>(share * ceiling + 0.5), std::uint32_t{1});
    answer.push_back(make_item(entry, relevance, context));
  }
}

}  // namespace

std::string_view name_of(context_source source) noexcept {
  switch (source) {
    case context_source::request:
      return "REQUEST";
    case context_source::click:
      return "CLICK";
    case context_source::consume:
      return "CONSUME";
    case context_source::buy:
      return "BUY";
    case context_source::basket:
      return "BASKET";
    case context_source::rate:
      return "RATE";
  }
  return "REQUEST";
}

result<recommendation> recommend(const query& question, const recommend_input& input) {
  const auto output_type = choose_output_type(question, input.plan);
  if (!output_type) return output_type.error();
  request_context context(question, input);
  if (!something_possible(input, context))
    return failure{
        error::nothing_possible,
        "scenario " + input.plan.id + " needs context items or a user with a history, and has neither"};

  // Kept by each thread, as in `ask_stage`.
  thread_local std::vector<item_index> context_items;
  thread_local std::vector<item_index> excluded;
  thread_local std::vector<candidate> found;
  context_items.clear();
  context.append_items(context_items);
  collect_excluded(input.plan.filters, {context_items, input.history, input.now_ms}, excluded);

  recommendation answer;
  const std::size_t wanted = std::clamp(question.count, 1U, items_max);
  answer.items.reserve(wanted);
  const auto* popularity = popularity_of(input);
  for (const auto& stage : input.plan.stages) {
    if (answer.items.size() == wanted) break;
    ask_stage(
        stage,
        {input, context, *output_type, excluded, answer.items, wanted - answer.items.size(), popularity},
        found);
    append_stage(found, context, answer.items);
  }
  answer.context_items = std::move(context.used());
  return answer;
}

}  // namespace footfall::recommend
