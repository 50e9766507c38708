// Tries weights of mixtures on held-out sessions.
#include "footfall/customer/weight_chooser.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <utility>

namespace footfall::customer {
namespace {

using model::model_family;

constexpr std::uint32_t days_max = 8192;  // of a log that goes back so far and has few sessions
// More would not change the choice: the standard error of a hit rate is 0.3 % by then.
constexpr std::size_t queries_max = 20'000;

struct session_trial {
  double weight;
  bool by_sets;
};
// Days of half lives and histories; 0: age does not matter. The last two look at all that there is.
struct times_trial {
  double half_life_days;
  double history_days;
};
constexpr std::array times_trials{times_trial{0.25, 90}, times_trial{7, 90},   times_trial{30, 90},
                                  times_trial{30, 365},  times_trial{90, 365}, times_trial{90, 3650},
                                  times_trial{0, 3650}};
// Besides the default.
constexpr std::array session_trials{
    session_trial{0, false},  session_trial{0.2, false}, session_trial{0.6, false}, session_trial{1, false},
    session_trial{0.2, true}, session_trial{0.35, true}, session_trial{0.6, true},  session_trial{1, true}};
// Besides none.
constexpr std::array set_trials{0.2, 0.35, 0.5, 1.0};
constexpr std::array own_trials{0.15, 0.3, 0.5};
constexpr const char* better_reason = "better than the default by more than 1 %";
constexpr float popularity_weight = 0.03F;
constexpr auto slice_max_ns = std::int64_t{1} << 62;  // can be added to a time

constexpr const char* pairs_id = "pairs";
constexpr const char* order_id = "order";
constexpr const char* sets_id = "sets";
constexpr const char* ridge_id = "ridge";
constexpr const char* own_id = "own";
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

recommend::scenario plan_of(const model::weight_choice& tried, bool has_sets, bool has_own) {
  recommend::scenario plan;
  plan.id = "choice";
  recommend::scenario_stage stage;
  double rest = 1;
  const auto take = [&](const char* id, double share) {
    if (share > 0 && rest > 0) stage.models.push_back({id, static_cast<float>(share * rest)});
    rest *= 1 - share;
  };
  if (has_own) take(own_id, tried.own_weight);
  if (has_sets) take(ridge_id, tried.set_weight);
  take(tried.by_sets ? sets_id : order_id, tried.session_weight);
  take(pairs_id, 1);
  stage.models.push_back({popularity_id, popularity_weight, recommend::context_flag::automatic, true});
  plan.stages = {stage};
  return plan;
}

bool leaves_times_to_the_log(const model::model_definition& definition) {
  return std::ranges::any_of(definition.options, [](const model::option_value& each) {
    return each.value == model::automatic &&
           (each.key == model::option::history.key || each.key == model::option::half_life.key);
  });
}

double relative_gain(double value, double base) { return base > 0 ? value / base - 1 : 0; }

// The mean of both measures.
double gain_over(const evaluation::measures& base, const evaluation::measures& total) {
  return (relative_gain(total.hit_rate, base.hit_rate) +
          relative_gain(total.reciprocal_rank, base.reciprocal_rank)) /
         2;
}

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
  made->all_definitions_ = {*pairs, *order};
  if (auto popular = definition_of(model_family::popularity, learns_from, settings, popularity_id))
    made->all_definitions_.push_back(std::move(*popular));
  if (leaves_times_to_the_log(*pairs) || leaves_times_to_the_log(*order)) {
    made->steps_.insert(made->steps_.begin(), step::times);
    made->definitions_ = made->all_definitions_;
    for (const auto& each : times_trials) {
      const times trial{static_cast<std::int64_t>(each.half_life_days * model::day_ms),
                        static_cast<std::int64_t>(each.history_days * model::day_ms)};
      const bool is_default = trial.half_life_ms == pairs->ms(model::option::half_life) &&
                              trial.history_ms == pairs->ms(model::option::history);
      if (!is_default) made->times_left_.push_back(trial);
    }
  }
  made->all_definitions_.push_back(std::move(sets));
  if (auto ridge = definition_of(model_family::ridge_sets, learns_from, settings, ridge_id)) {
    made->all_definitions_.push_back(std::move(*ridge));
    made->steps_.push_back(step::sets);
  }
  if (auto own = definition_of(model_family::own_items, learns_from, settings, own_id)) {
    made->all_definitions_.push_back(std::move(*own));
    made->steps_.push_back(step::own_items);
  }
  if (made->definitions_.empty()) made->definitions_ = made->all_definitions_;
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
    const auto part_s = times_left_.empty() ? static_cast<std::uint32_t>(begin_s) : 0;
    training_.emplace(history.part(type, part_s, split_s_));
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
  if (!known_) {
    known_.emplace(*training_);
    // Whatever the budget allows is a fair sample of all.
    order_.resize(sessions_.size());
    std::iota(order_.begin(), order_.end(), 0U);
    std::ranges::shuffle(order_, std::mt19937_64(42));
    step_sessions_ = order_.size();
    for (const auto each : steps_) {
      if (each == step::sets) choice_.set_weight = 0;
      if (each == step::own_items) choice_.own_weight = 0;
    }
  }
  begin_step();
}

// Models with these, or those of their types, are to be built next.
void weight_chooser::begin_times(std::optional<times> tried) {
  tried_ = tried;
  models_.models.clear();
  for (auto& each : definitions_) {
    // The plain session kNN has the settings of the order-aware one.
    const auto id = each.id == sets_id ? std::string(order_id) : each.id;
    auto& own = *std::ranges::find(all_definitions_, id, &model::model_definition::id);
    const auto put = [&](const model::model_option& option, std::int64_t times::*value) {
      if (const auto* left = own.find(option.key); left != nullptr && *left == model::automatic)
        each.set(option, tried ? static_cast<double>((*tried).*value) : own[option]);
    };
    put(model::option::half_life, &times::half_life_ms);
    put(model::option::history, &times::history_ms);
  }
}

void weight_chooser::begin_step() {
  variants_.clear();
  next_ = choice_.queries = 0;
  const auto has = [&](const char* id) { return models_.find(id) != nullptr; };
  const auto add = [&](auto change) {
    auto tried = choice_;
    change(tried);
    const auto plan = plan_of(tried, has(ridge_id), has(own_id));
    variants_.push_back({tried, evaluation::examination(plan, models_, items_, *known_, choice_.learns_from,
                                                        evaluation::view::novel)});
  };
  add([](model::weight_choice&) {});
  switch (steps_.front()) {
    case step::times:
      return;
    case step::sessions:
      for (const auto& each : session_trials)
        add([&](model::weight_choice& tried) {
          tried.session_weight = each.weight;
          tried.by_sets = each.by_sets;
        });
      return;
    case step::sets:
      for (const auto each : set_trials) add([&](model::weight_choice& tried) { tried.set_weight = each; });
      return;
    case step::own_items:
      for (const auto each : own_trials) add([&](model::weight_choice& tried) { tried.own_weight = each; });
      return;
  }
}

void weight_chooser::ask_next() {
  const auto session = order_[next_++];
  const auto items = evaluation::items_of(sessions_, session);
  const auto begin_s = sessions_.times_s[sessions_.offsets[session]];
  std::vector<profile::history_entry> earlier;
  if (models_.find(own_id) != nullptr)
    earlier = evaluation::entries_of(*training_, choice_.learns_from, sessions_.owners[session]);
  const evaluation::asked_person whose{earlier, std::int64_t{begin_s} * 1000};
  const bool basket = choice_.learns_from == events::event_type::buy;
  for (auto& each : variants_) {
    if (!basket) {
      each.examined.ask(items, whose);
      continue;
    }
    each.examined.ask_for_missing(items, items.size() - 1, whose);
    each.examined.ask_for_missing(items, session % items.size(), whose);
  }
  const auto scores = variants_.front().examined.scores();
  for (const auto& score : scores.last(basket ? 2 : 1)) choice_.queries += score.queries;
}

// Each round of questions may take as much as those after it.
bool weight_chooser::asks_on(std::int64_t spent_ns, std::int64_t budget_ns) const {
  const auto rounds = static_cast<std::int64_t>(steps_.size() + times_left_.size());
  const auto share_ns = (budget_ns - step_begun_ns_) / rounds;
  return next_ < step_sessions_ && choice_.queries < queries_max && spent_ns < step_begun_ns_ + share_ns;
}

std::optional<model::weight_choice> weight_chooser::advance(const clock& time, std::int64_t slice_ns,
                                                            std::int64_t budget_ns,
                                                            processor_clock processor_ns) {
  if (sessions_.size() == 0) return choice_;
  const auto slice_end_ns = time.steady_ns() + std::min(slice_ns, slice_max_ns);
  const auto begun_ns = processor_ns();
  const auto slice_is_over = [&] { return time.steady_ns() >= slice_end_ns; };
  const auto spent_ns = [&] { return choice_.spent_ns + processor_ns() - begun_ns; };
  const auto pause = [&] {
    choice_.spent_ns = spent_ns();
    return std::nullopt;
  };
  while (!steps_.empty()) {
    if (models_.models.size() < definitions_.size()) {
      build_next();
      if (models_.models.size() == definitions_.size()) begin_questions();
      if (slice_is_over()) return pause();
      continue;
    }
    for (; asks_on(spent_ns(), budget_ns); ask_next())
      if (slice_is_over()) return pause();
    end_step();
    step_begun_ns_ = spent_ns();
    if (!steps_.empty() && models_.models.size() == definitions_.size()) begin_step();
  }
  choice_.spent_ns = spent_ns();
  return choice_;
}

void weight_chooser::end_step() {
  const auto base = variants_.front().examined.total();
  const bool first = choice_.reason.empty();
  if (first) {
    choice_.default_hit_rate = choice_.hit_rate = base.hit_rate;
    choice_.default_reciprocal_rank = choice_.reciprocal_rank = base.reciprocal_rank;
    choice_.reason = "nothing else is better by more than 1 %";
  }
  if (first || steps_.front() == step::sessions) choice_.sessions = step_sessions_ = next_;
  if (steps_.front() == step::times)
    end_times();
  else if (choice_.queries < choice_queries_min)
    end_without_evidence();
  else
    end_weights();
}

void weight_chooser::end_without_evidence() {
  choice_.reason = "fewer than 500 queries could be asked";
  for (const auto each : std::exchange(steps_, {})) {
    if (each == step::sets) choice_.set_weight = model::set_weight_default;
    if (each == step::own_items) choice_.own_weight = model::own_weight_default;
  }
}

void weight_chooser::end_times() {
  const auto total = variants_.front().examined.total();
  if (!tried_) {
    if (choice_.queries < choice_queries_min) return end_without_evidence();
    times_base_ = total;
  }
  // One that the budget has cut short was asked other questions.
  const auto gain = next_ == step_sessions_ ? gain_over(times_base_, total) : 0;
  if (tried_ && gain > std::max(best_gain_, choice_gain_min)) {
    best_gain_ = gain;
    best_ = tried_;
  }
  if (!times_left_.empty()) {
    begin_times(times_left_.back());
    times_left_.pop_back();
    return;
  }
  definitions_ = all_definitions_;
  begin_times(best_);
  steps_.erase(steps_.begin());
  if (!best_) return;
  choice_.half_life_ms = best_->half_life_ms;
  choice_.history_ms = best_->history_ms;
  choice_.is_default = false;
  choice_.reason = better_reason;
}

void weight_chooser::end_weights() {
  const auto base = variants_.front().examined.total();
  auto best_gain = choice_gain_min;
  choice_.hit_rate = base.hit_rate;
  choice_.reciprocal_rank = base.reciprocal_rank;
  for (const auto& each : variants_) {
    const auto total = each.examined.total();
    const auto gain = gain_over(base, total);
    if (gain <= best_gain) continue;
    best_gain = gain;
    choice_.session_weight = each.tried.session_weight;
    choice_.by_sets = each.tried.by_sets;
    choice_.set_weight = each.tried.set_weight;
    choice_.own_weight = each.tried.own_weight;
    choice_.is_default = false;
    choice_.hit_rate = total.hit_rate;
    choice_.reciprocal_rank = total.reciprocal_rank;
    choice_.reason = better_reason;
  }
  steps_.erase(steps_.begin());
}

}  // namespace footfall::customer
