// Lists the pairs of sessions, sorts them, and adds up those that are the same.
#include "model/pair_changes.hpp"

#include "model/parallel_chunks.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace footfall::model {

namespace {

constexpr std::size_t sessions_per_chunk = 1024;
// Below this length comparing all items with each other is quicker than sorting them.
constexpr std::size_t short_session = 16;
// A sum that is this small beside its parts is what rounding left of nothing.
constexpr double nothing = 1e-12;

bool by_pair(const pair_change& left, const pair_change& right) {
  return std::tie(left.row, left.other) < std::tie(right.row, right.other);
}

bool same_pair(const pair_change& left, const pair_change& right) {
  return left.row == right.row && left.other == right.other;
}

/// Lists the pairs of one session. One per thread.
class session_pairs {
 public:
  session_pairs(const session_index& index, const pair_weights& weights) : index_(index), weights_(weights) {}

  /// Each ordered pair once, with the largest of its weights.
  const std::vector<pair_change>& list(const session_view& view) {
    pairs_.clear();
    ranks_.clear();
    decays_.clear();
    for (std::size_t event = 0; event < view.size(); ++event) {
      ranks_.push_back(index_.rank_of(view.items[event]));
      decays_.push_back(weights_.decay(view.times_s[event]));
    }
    for (std::size_t first = 0; first < view.size(); ++first) {
      const auto reach = std::min(view.size() - first - 1, weights_.forward.size());
      for (std::size_t distance = 1; distance <= reach; ++distance) {
        const auto second = first + distance;
        if (ranks_[first] == ranks_[second]) continue;
        pairs_.push_back({ranks_[first], ranks_[second], decays_[second] * weights_.forward[distance - 1]});
        if (!weights_.backward.empty())
          pairs_.push_back(
              {ranks_[second], ranks_[first], decays_[second] * weights_.backward[distance - 1]});
      }
    }
    if (has_repeats()) keep_largest();
    return pairs_;
  }

 private:
  bool has_repeats() {
    if (ranks_.size() > short_session) {
      std::ranges::sort(ranks_);
      return std::ranges::adjacent_find(ranks_) != ranks_.end();
    }
    for (std::size_t event = 1; event < ranks_.size(); ++event)
      if (std::find(ranks_.begin(), ranks_.begin() + static_cast<std::ptrdiff_t>(event), ranks_[event]) !=
          ranks_.begin() + static_cast<std::ptrdiff_t>(event))
        return true;
    return false;
  }

  void keep_largest() {
    std::ranges::sort(pairs_, [](const pair_change& left, const pair_change& right) {
      return same_pair(left, right) ? left.weight > right.weight : by_pair(left, right);
    });
    pairs_.erase(std::unique(pairs_.begin(), pairs_.end(), same_pair), pairs_.end());
  }

  const session_index& index_;
  const pair_weights& weights_;
  std::vector<std::uint32_t> ranks_;
  std::vector<float> decays_;
  std::vector<pair_change> pairs_;
};

}  // namespace

pair_changes::pair_changes(const session_book& book, const session_index& index, const pair_weights& weights,
                           std::span<const changed_session> sessions, unsigned threads)
    : chunks_(chunk_count(sessions.size(), sessions_per_chunk)) {
  for_each_chunk(sessions.size(), sessions_per_chunk, threads, [&] {
    return [&, pairs = session_pairs(index, weights)](const chunk& part) mutable {
      auto& found = chunks_[part.number];
      found.resize(buckets);
      for (const auto& [session, came] : sessions.subspan(part.begin, part.end - part.begin))
        for (auto change : pairs.list(weights.events_of(book, session))) {
          if (!came) change.weight = -change.weight;
          found[change.row % buckets].push_back(change);
        }
    };
  });
}

std::vector<pair_change> pair_changes::take(std::size_t bucket) {
  std::size_t total = 0;
  for (const auto& part : chunks_) total += part[bucket].size();
  std::vector<pair_change> changes;
  changes.reserve(total);
  for (auto& part : chunks_) {
    changes.insert(changes.end(), part[bucket].begin(), part[bucket].end());
    part[bucket] = {};
  }
  std::ranges::sort(changes, by_pair);
  auto end = changes.begin();
  for (auto next = changes.begin(); next != changes.end();) {
    const auto first = *next;
    double sum = 0;
    double parts = 0;
    for (; next != changes.end() && same_pair(*next, first); ++next) {
      sum += next->weight;
      parts += std::abs(next->weight);
    }
    if (std::abs(sum) > parts * nothing) *end++ = {first.row, first.other, static_cast<float>(sum)};
  }
  changes.erase(end, changes.end());
  return changes;
}

}  // namespace footfall::model
