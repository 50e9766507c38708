// Asks the recommender about sessions whose end is known, and counts how often it was right.
#pragma once

#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/evaluation/held_out.hpp"
#include "footfall/recommend/recommender.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace footfall::evaluation {

/// Length of the lists that are judged.
inline constexpr std::uint32_t list_items = 20;

/// What counts as an answer.
enum class view : std::uint8_t {
  novel,     ///< what a shop shows: items of the running session are neither listed nor looked for
  standard,  ///< what the literature reports: repeats are allowed on both sides
  cold  ///< as `novel`, but items that were never learned, and no others, are looked for, and are context
};

/// Who is asked about.
struct asked_person {
  std::span<const profile::history_entry> earlier{};  ///< of before the session, newest first
  std::int64_t now_ms = 0;                            ///< when the session is
  std::optional<user_key> user{};                     ///< nothing: nobody known
  std::span<const recommend::user_value> said{};      ///< by the customer, of the user
  std::span<const std::string> segments{};            ///< that the user is in
};

/// What is known of items besides events, what happened in segments, and how a customer's requests are read.
struct item_knowledge {
  recommend::known_categories categories{};
  recommend::offered_items offered{};
  const profile::segment_log* happened = nullptr;  ///< until the sessions that are asked about; null: nothing
  std::int64_t session_ms = 30 * std::int64_t{60'000};
  std::int64_t segment_inactive_after_ms = 30 * std::int64_t{86'400'000};
};

/// What came out for the queries of one session.
struct session_score {
  std::uint32_t queries = 0;
  std::uint32_t hits = 0;
  double reciprocal_ranks = 0;
  double gains = 0;  ///< 1 / log2(1 + rank), 0 for a miss
};

/// How often an item was looked for, and was in the list.
struct target_score {
  std::uint32_t queries = 0;
  std::uint32_t hits = 0;
};

/// Measures over all sessions.
struct measures {
  std::size_t sessions = 0;  ///< with a query at least
  std::size_t queries = 0;
  std::size_t unknown_targets =
      0;                       ///< events on items that were never learned, where those are not asked for
  double hit_rate = 0;         ///< HR@20: share of the queries whose target is in the list
  double reciprocal_rank = 0;  ///< MRR@20: mean of 1 / rank of the target, 0 for a miss
  double gain = 0;             ///< NDCG@20: mean of 1 / log2(1 + rank)
  double coverage = 0;         ///< share of the learned items that were ever listed
  double popularity_bias = 0;  ///< mean over listed items of their count by that of the most frequent
};

/// One scenario under examination, in one view. Of a session a,b,c,d it is asked with the contexts a, ab,
/// abc, newest item first, and b, c, d are looked for in lists of `list_items` ("iterative revealing";
/// Ludewig, Jannach: Evaluation of session-based recommendation algorithms, 2018). The lists come from
/// `recommend::recommend`, the code that serves. Filters by what the user did are replaced by what the view
/// says. Not thread-safe.
class examination {
 public:
  /// All of it outlives the examination. `session_type`: the type of the sessions' events, whose history the
  /// running session is.
  examination(const recommend::scenario& plan, const model::model_set& models,
              const catalog::item_dictionary& items, const known_items& known,
              events::event_type session_type, view which, const item_knowledge& told = {});

  /// Asks about one session; items that were never learned are passed over unless the view is about them.
  void ask(std::span<const item_index> session, const asked_person& whose = {});

  /// Asks with all items of a basket but one, the last of them first, and looks for that one.
  void ask_for_missing(std::span<const item_index> basket, std::size_t place, const asked_person& whose = {});

  /// Of each session asked about, in order; those without queries too.
  [[nodiscard]] std::span<const session_score> scores() const noexcept { return scores_; }

  /// By the item that was looked for.
  [[nodiscard]] const boost::unordered_flat_map<item_index, target_score>& targets() const noexcept {
    return targets_;
  }

  [[nodiscard]] measures total() const;

 private:
  void begin_session(const asked_person& whose);
  void reveal(item_index item);
  void look_for(item_index target, session_score& score);

  recommend::scenario plan_;
  const model::model_set& models_;
  const catalog::item_dictionary& items_;
  const known_items& known_;
  const events::history_type history_;
  const view view_;
  const item_knowledge told_;

  recommend::query question_;
  asked_person whose_;
  std::vector<profile::history_entry> session_history_;
  std::vector<item_index> seen_;
  std::vector<session_score> scores_;
  boost::unordered_flat_map<item_index, target_score> targets_;
  std::vector<bool> listed_;  // by item
  std::size_t unknown_targets_ = 0;
  std::size_t listings_ = 0;
  double listed_counts_ = 0;
};

}  // namespace footfall::evaluation
