// The context items of one request: what is named, what the user's history gives, and where each came from.
#pragma once

#include "footfall/recommend/recommender.hpp"
#include "recommend/scenario_models.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace footfall::recommend {

/// What a model is asked with.
struct context_list {
  boost::container::static_vector<item_index, model::context_sets_max> items;
  boost::container::static_vector<context_source, model::context_sets_max>
      sources;         ///< of each item the first
  bool given = false;  ///< false: neither the request nor the history has what this list is made of

  /// Adds an item unless it is there or the list is full.
  void add(item_index item, context_source source);
};

/// The context lists of one request. Not thread-safe.
class request_context {
 public:
  /// Resolves the request and, for the flags of models that need context, the history.
  request_context(const query& question, const recommend_input& input, scenario_models models);

  [[nodiscard]] const context_list& of(context_flag flag) const noexcept {
    return lists_[static_cast<std::size_t>(flag)];
  }

  /// Context items of the request in its order, each once.
  [[nodiscard]] std::vector<used_context_item>& used() noexcept { return used_; }

  /// Whether something was looked for in the user's history.
  [[nodiscard]] bool reads_user() const noexcept { return reads_user_; }

  /// Appends what the request names and what models of ranks are asked with; repeats are possible. What the
  /// user has bought is not among the latter where the log says whether that is shown.
  void append_items(std::vector<item_index>& out) const;

 private:
  void use_named(const item_key& key, const recommend_input& input);
  void use_history(events::history_type type, const recommend_input& input);
  void use(used_context_item item, context_source source);
  void add_history(context_list& list, const recommend_input& input, events::history_type wanted);
  void fill_list(context_flag flag, const recommend_input& input);

  std::vector<used_context_item> used_;
  std::array<context_list, 8> lists_;  // by flag
  const bool bought_by_log_;           // the filter of what was bought is automatic
  bool reads_user_ = false;
};

}  // namespace footfall::recommend
