// (query, models, history) -> ranked items: the stages in turn, their relevance and origin.
#include "footfall/recommend/recommender.hpp"

#include "footfall/model/model_option.hpp"
#include "footfall/model/ranking.hpp"
#include "footfall/recommend/boosts.hpp"
#include "recommend/freshness.hpp"
#include "recommend/move_up.hpp"
#include "recommend/request_admission.hpp"
#include "recommend/request_context.hpp"
#include "recommend/scenario_models.hpp"
#include "recommend/slice_views.hpp"
#include "recommend/stage.hpp"
#include "recommend/stage_categories.hpp"

#include <algorithm>
#include <string>

namespace footfall::recommend {

namespace {

constexpr std::uint32_t relevance_max = 1000;

result<std::span<const std::uint32_t>> choose_output_types(const query& question, const scenario& plan) {
  const std::span<const std::uint32_t> types(plan.output_types);
  if (question.all_output_types) return types;
  const auto wanted = question.output_type.value_or(default_output_type(plan));
  const auto asked = std::ranges::find(types, wanted);
  if (asked != types.end()) return types.subspan(static_cast<std::size_t>(asked - types.begin()), 1);
  std::string accepted;
  for (const auto type : types) accepted += (accepted.empty() ? "" : ", ") + std::to_string(type);
  return failure{error::bad_parameter, "outputtypeid: " + std::to_string(wanted) +
                                           " is not recommended by this scenario, which has " + accepted};
}

// The categories that items are wanted of; of those of context items, too.
std::vector<std::string> wanted_categories(const query& question, const recommend_input& input,
                                           std::span<const item_index> context_items) {
  auto wanted = question.categories;
  if (question.categories_of_context)
    for (const auto item : context_items)
      input.categories.visit(item, [&](std::string_view path) { wanted.emplace_back(path); });
  return wanted;
}

// What the scopes of stages are about: those of the request, else of the context items.
std::vector<std::string> reference_categories(std::span<const std::string> wanted,
                                              const recommend_input& input,
                                              std::span<const item_index> context_items) {
  std::vector<std::string> references(wanted.begin(), wanted.end());
  if (references.empty() && std::ranges::any_of(input.plan.stages, &has_own_categories))
    for (const auto item : context_items)
      input.categories.visit(item, [&](std::string_view path) { references.emplace_back(path); });
  return references;
}

// Of items: where a filter, a boost or a model of the scenario changes its mind.
std::vector<std::int64_t> ages_of(const recommend_input& input, scenario_models models) {
  std::vector<std::int64_t> ages_ms;
  const auto add = [&](std::int64_t age_ms) {
    if (age_ms > 0) ages_ms.push_back(age_ms);
  };
  add(input.plan.filters.maximum_item_age_ms);
  for (const auto& boost : input.plan.boosts) add(boost.maximum_age_ms);
  for (const auto& each : models) add(each.built->definition.ms(model::option::maximum_item_age));
  return ages_ms;
}

// Whether a model has what it cannot do without: context items, the user's own history, or one segment.
bool has_what_it_needs(const model::model_kind& kind, bool has_context, const query& question,
                       const recommend_input& input) {
  if (kind.of_segment) return question.segments.size() == 1;
  if (kind.own_history == events::history_type::none) return !kind.needs_context || has_context;
  return std::ranges::any_of(
      input.history, [&](const profile::history_entry& entry) { return entry.type == kind.own_history; });
}

// Protocol C3: a model that needs no context makes a result possible even when its list is empty.
bool something_possible(const query& question, const recommend_input& input, scenario_models models,
                        const request_context& context) {
  return models.empty() || std::ranges::any_of(models, [&](const scenario_model& each) {
           return has_what_it_needs(*each.built->kind, context.of(each.part->context).given, question, input);
         });
}

template <class Condition>
bool asks_a_kind(scenario_models asked, Condition meets) {
  return std::ranges::any_of(asked, [&](const scenario_model& each) { return meets(*each.built->kind); });
}

std::string_view what_is_missing(scenario_models models) {
  return asks_a_kind(models, [](const auto& kind) { return kind.of_segment; })
             ? " needs exactly one segment, or context items or a user with a history, and has neither"
             : " needs context items or a user with a history, and has neither";
}

// What orders equal scores: the first model of the scenario that is a ranking of all items.
const model::ranking* popularity_of(scenario_models models) {
  for (const auto& each : models)
    if (const auto* ranks = each.built->content ? each.built->content->ranks() : nullptr) return ranks;
  return nullptr;
}

recommended_item make_item(const candidate& found, std::uint32_t relevance, const request_context& context) {
  recommended_item made;
  made.item = found.item;
  made.relevance = relevance;
  made.model = found.built->definition.id;
  made.kind = found.built->kind->type;
  const auto& list = context.of(found.part->context);
  for (std::size_t rank = 0; rank < std::min(list.items.size(), model::context_items_max); ++rank) {
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

shortage cause_of(const query& question, const recommend_input& input, scenario_models models,
                  const request_context& context, const request_admission& admission,
                  const request_limits& limits) {
  if (limits.late) return shortage::deadline;
  if (limits.bound.reached) return shortage::bound;
  if (admission.has_refused() || limits.outside) return shortage::filters;
  const bool has_all = std::ranges::all_of(models, [&](const scenario_model& each) {
    return has_what_it_needs(*each.built->kind, !context.of(each.part->context).items.empty(), question,
                             input);
  });
  return has_all ? shortage::no_data : shortage::no_context;
}

// Admits what another one admits, and remembers what a filter has refused.
class recording_admission final : public model::admission {
 public:
  explicit recording_admission(const request_admission& of) : of_(of) {}

  bool admits(item_index item) const override {
    if (of_.admits(item)) return true;
    if (const auto* by = of_.refused_by(item)) refused_.push_back({item, by});
    return false;
  }

  [[nodiscard]] std::vector<refused_item> refused() const {
    auto each_once = refused_;
    std::ranges::stable_sort(each_once, {}, &refused_item::item);
    const auto end = std::unique(
        each_once.begin(), each_once.end(),
        [](const refused_item& left, const refused_item& right) { return left.item == right.item; });
    each_once.erase(end, each_once.end());
    return each_once;
  }

 private:
  const request_admission& of_;
  mutable std::vector<refused_item> refused_;
};

// What all stages of a request work with.
struct asking {
  const query& question;
  scenario_models models;
  const request_context& context;
  request_admission& filters;
  const recording_admission& recorded;
  request_limits& limits;
  std::size_t wanted;
  const filter_input& seen;
  std::span<const std::string> categories;  // that scopes of stages are about
};

bool has_rankings(scenario_models models, std::size_t stage) {
  return std::ranges::any_of(models, [stage](const scenario_model& each) {
    return each.stage == stage && each.built->content && each.built->content->ranks() != nullptr;
  });
}

// Asks stages until there are enough items; returns the models of those that were asked.
scenario_models ask_stages(const recommend_input& input, const asking& with, recommendation& answer) {
  thread_local std::vector<candidate> found;  // kept by each thread, as in `ask_stage`
  const auto& stages = input.plan.stages;
  auto& items = answer.items;
  const auto* popularity = popularity_of(with.models);
  thread_local stage_categories within;
  const model::admission& admits =
      input.record == nullptr ? static_cast<const model::admission&>(with.filters) : with.recorded;
  items.reserve(with.wanted);
  std::size_t asked = 0;
  for (; asked < stages.size() && items.size() < with.wanted; ++asked) {
    if (!items.empty() && with.limits.is_late()) break;
    // Of a stage without categories of its own rankings have those that the request names.
    const bool own = has_own_categories(stages[asked]);
    const auto categories = own ? with.categories : with.seen.wanted_categories;
    const bool scoped = (own || has_rankings(with.models, asked)) &&
                        within.prepare(stages[asked], categories, with.seen, admits);
    ask_stage(
        stages[asked],
        {.all = input,
         .models = with.models,
         .question = with.question,
         .seen = with.seen,
         .context = with.context,
         .filters = with.filters,
         .admits = scoped && own ? static_cast<const model::admission&>(within) : admits,
         .group = own ? shorter_of(with.filters.narrowed(), within.narrowed()) : with.filters.narrowed(),
         .of_rankings = scoped && !own ? &within : nullptr,
         .excluded = with.filters.excluded(),
         .wanted = with.wanted - items.size(),
         .popularity = popularity,
         .limits = with.limits,
         .number = asked},
        found);
    with.limits.outside = with.limits.outside || (scoped && within.has_refused());
    for (const auto& entry : found) with.filters.add_answered(entry.item);
    append_stage(found, with.context, items);
    answer.fell_back = answer.fell_back || (asked > 0 && !found.empty());
  }
  return of_first_stages(with.models, asked);
}

freshness find_freshness(const query& question, const recommend_input& input, scenario_models models,
                         scenario_models asked, const request_context& context,
                         const request_admission& admission) {
  // When something was said of users is not known; hours come, and users need something again, without an
  // event.
  const bool undated = is_about_user(question, input.plan) || selects_users(question, models) ||
                       question.prefers_time_slot || boosts_by_user(input.plan.boosts) ||
                       asks_a_kind(asked, [](const auto& kind) { return kind.comes_due; });
  const bool of_own_history =
      asks_a_kind(asked, [](const auto& kind) { return kind.own_history != events::history_type::none; });
  auto fresh = freshness_of(input, models, asked,
                            undated || of_own_history || context.reads_user() || admission.reads_user());
  fresh.turned_ms = undated ? input.now_ms : admission.turned_ms();
  return fresh;
}

template <class Entry>
void shorten(std::vector<Entry>& entries, std::size_t most) {
  if (entries.size() > most) entries.resize(most);
}

}  // namespace

std::string_view name_of(shortage cause) noexcept {
  switch (cause) {
    case shortage::none:
      return "";
    case shortage::deadline:
      return "deadline";
    case shortage::bound:
      return "bound";
    case shortage::filters:
      return "filters";
    case shortage::no_context:
      return "no-context";
    case shortage::no_data:
      return "no-data";
  }
  return "";
}

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
  const auto output_types = choose_output_types(question, input.plan);
  if (!output_types) return output_types.error();
  thread_local std::vector<scenario_model> models;  // kept by each thread, as in `ask_stage`
  find_models(input.plan, input.models, models);
  request_context context(question, input, models);
  if (!something_possible(question, input, models, context))
    return failure{error::nothing_possible,
                   "scenario " + input.plan.id + std::string(what_is_missing(models))};

  thread_local std::vector<item_index> context_items;
  thread_local request_admission admission;
  context_items.clear();
  context.append_items(context_items);
  const auto categories = wanted_categories(question, input, context_items);
  const auto ages_ms = ages_of(input, models);
  const filter_input seen{.settings = input.plan.filters,
                          .items = input.items,
                          .output_types = *output_types,
                          .context_items = context_items,
                          .history = input.history,
                          .now_ms = input.now_ms,
                          .categories = input.categories,
                          .wanted_categories = categories,
                          .group = input.group,
                          .admits = input.admits,
                          .offered = input.offered,
                          .models = &input.models,
                          .session_ms = input.session_ms,
                          .user_values = input.user_values,
                          .ages_ms = ages_ms};
  admission.prepare(seen);
  const recording_admission recorded(admission);
  if (input.record != nullptr) input.record->stages.resize(input.plan.stages.size());

  recommendation answer;
  const std::size_t wanted =
      input.group.empty() ? std::clamp(question.count, 1U, items_max) : input.group.size();
  // What can move up into the answer is asked for, too.
  const auto listed = wanted + most_places(input.plan.boosts);
  request_limits limits{.time = input.time, .deadline_ns = input.deadline_ns};
  const auto references = reference_categories(categories, input, context_items);
  const auto stages_asked = ask_stages(
      input, {question, models, context, admission, recorded, limits, listed, seen, references}, answer);
  if (listed != wanted) {
    move_up(input.plan.boosts, seen, answer.items, input.record);
    shorten(answer.items, wanted);
    if (input.record != nullptr) shorten(input.record->items, wanted);
  }
  answer.fresh = find_freshness(question, input, models, stages_asked, context, admission);
  answer.fresh.is_cut = limits.late;
  if (answer.items.size() < wanted)
    answer.cause = cause_of(question, input, models, context, admission, limits);
  if (input.record != nullptr) input.record->refused = recorded.refused();
  answer.context_items = std::move(context.used());
  return answer;
}

}  // namespace footfall::recommend
