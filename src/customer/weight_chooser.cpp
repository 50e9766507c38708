// Tries weights of session kNN on held-out sessions.
#include "footfall/customer/weight_chooser.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <random>

namespace footfall::customer {
namespace {

using model::model_family;

constexpr std::uint32_t days_max = 8192;  // of a log that goes back so far and has few sessions
// More would not change the choice: the standard error of a hit rate is 0.3 % by then.
constexpr std::size_t queries_max = 20'000;

struct trial {
  double session_weight;
  bool by_sets;
};
// The default comes first.
constexpr std::array trials{trial{model::session_weight_default, false},
                            trial{0, false},
                            trial{0.2, false},
                            trial{0.6, false},
                            trial{1, false},
                            trial{0.2, true},
                            trial{0.35, true},
                            trial{0.6, true},
                            trial{1, true}};
constexpr float popularity_weight = 0.03F;
constexpr auto slice_max_ns = std::int64_t{1} << 62;  // can be added to a time

constexpr const char* pairs_id = "pairs";
constexpr const char* order_id = "order";
constexpr const char* sets_id = "sets";
constexpr const char* popularity_id = "popularity";

// The customer's own model of a family, under an id of the trial.
std::optional<model::model_definition> definition_of(model_family family, events::event_type learns_from,
                                                     const customer_settings& settings, const char* id) {
  for (const auto& definition : settings.models) {
    const auto* kind = model::find_model_kind(definition.type);
    if (kind == nullptr || kind->family != family || kind->learns_from != learns_from) continue;
    auto found = definition;
    found.id = id;
    return found;
  }
  return std::nullopt;
}

recommend::scenario plan_of(const trial& tried) {
  recommend::scenario plan;
  plan.id = "choice";
  recommend::scenario_stage stage;
  if (tried.session_weight < 1)
    stage.models.push_back({pairs_id, static_cast<float>(1 - tried.session_weight)});
  if (tried.session_weight > 0)
    stage.models.push_back({tried.by_sets ? sets_id : order_id, static_cast<float>(tried.session_weight)});
  stage.models.push_back({popularity_id, popularity_weight, recommend::context_flag::automatic, true});
  plan.stages = {stage};
  return plan;
}

double relative_gain(double value, double base) { return base > 0 ? value / base - 1 : 0; }

}  // namespace

std::unique_ptr<weight_chooser> weight_chooser::begin(events::event_type learns_from,
                                                      const customer_settings& settings,
                                                      const model::event_history& history,
                                                      const catalog::item_dictionary& items,
                                                      std::int64_t now_ms) {
  const auto pairs = definition_of(model_family::co_occurrence, learns_from, settings, pairs_id);
  const auto order = definition_of(model_family::session_order, learns_from, settings, order_id);
  const auto newest = history.newest_s(learns_from, static_cast<std::uint32_t>(now_ms / 1000));
  if (!pairs || !order || !newest) return nullptr;
  std::unique_ptr<weight_chooser> made(new weight_chooser(items, settings));
  made->choice_.learns_from = learns_from;
  made->choice_.chosen_at_ms = now_ms;
  made->split_s_ = *newest;
  // As a choice of the plain one is built: with the settings of the order-aware one.
  auto sets = *order;
  sets.id = sets_id;
  sets.type = model::find_model_kind(model_family::session_sets, learns_from)->type;
  made->definitions_ = {*pairs, *order, sets};
  if (auto popular = definition_of(model_family::popularity, learns_from, settings, popularity_id))
    made->definitions_.push_back(std::move(*popular));
  if (!made->hold_out(history,
                      std::max(pairs->ms(model::option::history), order->ms(model::option::history))))
    made->choice_.reason = "fewer than 500 sessions could be held out";
  return made;
}

bool weight_chooser::hold_out(const model::event_history& history, std::int64_t history_ms) {
  const auto newest_s = split_s_;
  const auto type = choice_.learns_from;
  for (choice_.days = 1; choice_.days <= days_max && choice_.days * day_s < newest_s; choice_.days *= 2) {
    split_s_ = newest_s - choice_.days * day_s;
    sessions_ = evaluation::sessions_after(history, type, split_s_, gap_s_);
    choice_.sessions = sessions_.size();
    const auto begin_s = std::max<std::int64_t>(std::int64_t{split_s_} - history_ms / 1000, 0);
    const auto held_out = history.count(type, split_s_);
    const auto learned = history.count(type, static_cast<std::uint32_t>(begin_s)) - held_out;
    if (learned < held_out) break;  // too little is left to learn from
    if (choice_.sessions < choice_sessions_min) continue;
    training_.emplace(history.part(type, static_cast<std::uint32_t>(begin_s), split_s_));
    return true;
  }
  sessions_ = {};
  return false;
}

void weight_chooser::build_next() {
  const auto next = std::span(definitions_).subspan(models_.models.size(), 1);
  model::build_input input{*training_, items_, std::int64_t{split_s_} * 1000, 1};
  input.time_zone = time_zone_;
  const auto built = model::build_models(next, input);
  models_.models.push_back(built->models.front());
}

void weight_chooser::begin_questions() {
  known_.emplace(*training_);
  for (const auto& tried : trials)
    variants_.push_back({tried.session_weight, tried.by_sets,
                         evaluation::examination(plan_of(tried), models_, items_, *known_,
                                                 choice_.learns_from, evaluation::view::novel)});
  // Whatever the budget allows is a fair sample of all.
  order_.resize(sessions_.size());
  std::iota(order_.begin(), order_.end(), 0U);
  std::ranges::shuffle(order_, std::mt19937_64(42));
}

std::optional<model::weight_choice> weight_chooser::advance(const clock& time, std::int64_t slice_ns,
                                                            std::int64_t budget_ns,
                                                            processor_clock processor_ns) {
  if (sessions_.size() == 0) return choice_;
  const auto slice_end_ns = time.steady_ns() + std::min(slice_ns, slice_max_ns);
  const auto begun_ns = processor_ns();
  const auto slice_is_over = [&] { return time.steady_ns() >= slice_end_ns; };
  const auto spent_ns = [&] { return processor_ns() - begun_ns; };
  while (models_.models.size() < definitions_.size()) {
    build_next();
    if (models_.models.size() == definitions_.size()) begin_questions();
    if (slice_is_over()) {
      choice_.spent_ns += spent_ns();
      return std::nullopt;
    }
  }
  while (next_ < order_.size() && choice_.queries < queries_max &&
         choice_.spent_ns + spent_ns() < budget_ns) {
    if (slice_is_over()) {
      choice_.spent_ns += spent_ns();
      return std::nullopt;
    }
    const auto session = evaluation::items_of(sessions_, order_[next_++]);
    for (auto& each : variants_) each.examined.ask(session);
    choice_.queries += variants_.front().examined.scores().back().queries;
  }
  choice_.spent_ns += spent_ns();
  choice_.sessions = next_;
  return decide();
}

model::weight_choice weight_chooser::decide() const {
  auto made = choice_;
  const auto base = variants_.front().examined.total();
  made.hit_rate = made.default_hit_rate = base.hit_rate;
  made.reciprocal_rank = made.default_reciprocal_rank = base.reciprocal_rank;
  if (made.queries < choice_queries_min) {
    made.reason = "fewer than 500 queries could be asked";
    return made;
  }
  auto best_gain = choice_gain_min;
  made.reason = "no other weight is better by more than 1 %";
  for (const auto& each : variants_) {
    const auto total = each.examined.total();
    const auto gain = (relative_gain(total.hit_rate, base.hit_rate) +
                       relative_gain(total.reciprocal_rank, base.reciprocal_rank)) /
                      2;
    if (gain <= best_gain) continue;
    best_gain = gain;
    made.session_weight = each.session_weight;
    made.by_sets = each.by_sets;
    made.is_default = false;
    made.hit_rate = total.hit_rate;
    made.reciprocal_rank = total.reciprocal_rank;
    made.reason = "better than the default by more than 1 %";
  }
  return made;
}

}  // namespace footfall::customer
