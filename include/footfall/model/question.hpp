// What a model is asked, and what it answers with.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/profile/history_entry.hpp"
#include "footfall/profile/segment_log.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::model {

/// Most context items that a model of ranks looks at; further ones are ignored.
inline constexpr std::size_t context_items_max = 10;
/// Most that a model of sets looks at, which the rank of an item says nothing to.
inline constexpr std::size_t context_sets_max = 50;

/// A candidate and its score.
struct scored_item {
  item_index item{};
  float score{};                 ///< > 0; comparable within one list only
  std::uint32_t context_bits{};  ///< bit r: the context item of rank r (0 = first) spoke for it
};

using scored_list = std::vector<scored_item>;

/// Which items an answer may have. Thread-safe.
class admission {
 public:
  virtual ~admission() = default;
  [[nodiscard]] virtual bool admits(item_index item) const = 0;
};

/// So many candidates more may be looked at for one request, by all that is asked for it.
struct search_bound {
  std::size_t left = std::numeric_limits<std::size_t>::max();
  bool reached = false;  ///< something was not looked at

  /// False when there is nothing left; the candidate is then to be passed over.
  [[nodiscard]] bool take_one() noexcept {
    reached = reached || left == 0;
    return left != 0 && left-- != 0;
  }
};

/// Several lists of items, each ascending; an item may be in more than one.
struct item_lists {
  std::span<const std::span<const item_index>> lists{};
  std::size_t items = 0;  ///< of all lists together

  [[nodiscard]] static item_lists of(std::span<const std::span<const item_index>> lists) noexcept {
    item_lists made{lists};
    for (const auto& each : lists) made.items += each.size();
    return made;
  }
  /// Calls `visit(item)`, also again for an item that is in more than one list.
  template <class Visit>
  void visit(Visit&& visit) const {
    for (const auto& each : lists)
      for (const auto item : each) visit(item);
  }
};

/// A question; all of it outlives the call.
struct question {
  /// Newest or most important first. A repeat is ignored and takes no rank.
  std::span<const item_index> context{};
  std::span<const profile::history_entry> history{};  ///< of the user, newest first
  std::optional<user_key> user{};                     ///< who asks; nothing: nobody that is known
  const admission* admits = nullptr;                  ///< null: every item
  std::size_t wanted = 0;                             ///< how many items are useful at the most
  std::int64_t now_ms = 0;
  /// Items among which are all that `admits` admits: nothing else need be looked at. Nothing: they are not
  /// known.
  std::optional<item_lists> group{};
  /// Of kinds that compare texts: theirs; empty: that of the context item.
  std::string_view language{};
  /// Of kinds that know scopes: only what is younger counts; 0: all.
  std::int64_t scope_ms = 0;
  /// The list stands alone, not in a mixture: co-occurrence leaves out neighbours of neighbours.
  bool alone = false;
  search_bound* bound = nullptr;                   ///< null: none
  std::span<const std::string> segments{};         ///< that the request names
  const profile::segment_log* happened = nullptr;  ///< in segments; null: nothing

  [[nodiscard]] bool may_have(item_index item) const { return admits == nullptr || admits->admits(item); }
};

}  // namespace footfall::model
