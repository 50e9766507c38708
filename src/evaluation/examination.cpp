// Iterative revealing of sessions to the recommender.
#include "footfall/evaluation/examination.hpp"

#include "footfall/events/event_kinds.hpp"

#include <algorithm>
#include <cmath>

namespace footfall::evaluation {

namespace {

events::history_type history_of(events::event_type type) {
  const auto* kind = events::find_event_kind(type);
  return kind == nullptr ? events::history_type::none : kind->history;
}

}  // namespace

examination::examination(const recommend::scenario& plan, const model::model_set& models,
                         const catalog::item_dictionary& items, const known_items& known,
                         events::event_type session_type, view which, const item_knowledge& told)
    : plan_(plan),
      models_(models),
      items_(items),
      known_(known),
      history_(history_of(session_type)),
      view_(which),
      told_(told),
      listed_(known.index_end()) {
  auto& filters = plan_.filters;
  filters.context_items = which != view::standard;
  filters.already_purchased = filters.already_consumed = false;
  filters.repeated_shows = 0;
  question_.count = list_items;
}

void examination::begin_session(const asked_person& whose) {
  question_.context.clear();
  question_.segments.assign(whose.segments.begin(), whose.segments.end());
  session_history_.assign(whose.earlier.begin(), whose.earlier.end());
  whose_ = whose;
  seen_.clear();
}

void examination::reveal(item_index item) {
  const auto& key = items_.key_of(item);
  if (std::ranges::find(seen_, item) != seen_.end()) {
    std::erase(question_.context, recommend::context_reference(key));
    std::erase_if(session_history_, [&](const profile::history_entry& entry) { return entry.item == item; });
  } else {
    seen_.push_back(item);
  }
  question_.context.insert(question_.context.begin(), key);
  if (question_.context.size() > recommend::context_entries_max) question_.context.pop_back();
  const auto now_s = static_cast<std::uint32_t>(whose_.now_ms / 1000);
  session_history_.insert(session_history_.begin(), {item, now_s, history_, 1});
  // A session may be longer than a request's context: what it holds is also given as a history to leave out.
  if (view_ != view::standard) session_history_.push_back({item, now_s, events::history_type::blacklist, 1});
}

void examination::look_for(item_index target, session_score& score) {
  ++score.queries;
  auto& of_target = targets_[target];
  ++of_target.queries;
  const auto answer =
      recommend::recommend(question_, {.plan = plan_,
                                       .models = models_,
                                       .items = items_,
                                       .history = session_history_,
                                       .now_ms = whose_.now_ms,
                                       .categories = told_.categories,
                                       .offered = told_.offered,
                                       .session_ms = told_.session_ms,
                                       .user_values = whose_.said,
                                       .user = whose_.user,
                                       .happened = told_.happened,
                                       .segment_inactive_after_ms = told_.segment_inactive_after_ms});
  if (!answer) return;  // nothing possible is a list without items
  const auto& items = answer->items;
  for (const auto& entry : items) {
    if (entry.item < listed_.size()) listed_[entry.item] = true;
    ++listings_;
    listed_counts_ += known_.count(entry.item);
  }
  const auto hit = std::ranges::find(items, target, &recommend::recommended_item::item);
  if (hit == items.end()) return;
  const auto rank = static_cast<double>(hit - items.begin() + 1);
  ++score.hits;
  ++of_target.hits;
  score.reciprocal_ranks += 1 / rank;
  score.gains += 1 / std::log2(1 + rank);
}

void examination::ask_for_missing(std::span<const item_index> basket, std::size_t place,
                                  const asked_person& whose) {
  begin_session(whose);
  session_score score;
  const auto missing = basket[place];
  if (known_.contains(missing)) {
    for (const auto item : basket)
      if (item != missing && known_.contains(item)) reveal(item);
    if (!seen_.empty()) look_for(missing, score);
  } else {
    ++unknown_targets_;
  }
  scores_.push_back(score);
}

void examination::ask(std::span<const item_index> session, const asked_person& whose) {
  begin_session(whose);
  session_score score;
  for (const auto item : session) {
    const bool learned = known_.contains(item);
    if (!learned && view_ != view::cold) {
      if (!seen_.empty()) ++unknown_targets_;
      continue;
    }
    const bool repeat = std::ranges::find(seen_, item) != seen_.end();
    const bool wanted = view_ == view::standard || (!repeat && (view_ == view::novel || !learned));
    if (!seen_.empty() && wanted) look_for(item, score);
    reveal(item);
  }
  scores_.push_back(score);
}

measures examination::total() const {
  measures sum;
  std::size_t hits = 0;
  for (const auto& score : scores_) {
    if (score.queries != 0) ++sum.sessions;
    sum.queries += score.queries;
    hits += score.hits;
    sum.reciprocal_rank += score.reciprocal_ranks;
    sum.gain += score.gains;
  }
  sum.unknown_targets = unknown_targets_;
  if (sum.queries != 0) {
    const auto queries = static_cast<double>(sum.queries);
    sum.hit_rate = static_cast<double>(hits) / queries;
    sum.reciprocal_rank /= queries;
    sum.gain /= queries;
  }
  if (known_.size() != 0)
    sum.coverage =
        static_cast<double>(std::ranges::count(listed_, true)) / static_cast<double>(known_.size());
  if (listings_ != 0 && known_.largest_count() != 0)
    sum.popularity_bias = listed_counts_ / static_cast<double>(listings_) / known_.largest_count();
  return sum;
}

}  // namespace footfall::evaluation
