// One walk over the records of the catalogue.
#include "model/recently_added.hpp"

#include "model/popularity.hpp"
#include "model/stage_times.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace footfall::model {

namespace {

// FNV-1a (Fowler, Noll, Vo), and the last steps of SplitMix64 (Steele, Lea, Flood 2014), since its low
// entropy in the high bits would show in the order of items with successive numbers.
std::uint64_t hash_of(std::string_view model, const item_key& item, std::uint64_t period) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  const auto add = [&](std::uint64_t word) { hash = (hash ^ word) * 0x100000001B3ULL; };
  for (const char letter : model) add(static_cast<unsigned char>(letter));
  for (const char letter : item.text) add(static_cast<unsigned char>(letter));
  add(item.type);
  add(item.number);
  add(period);
  hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9ULL;
  hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBULL;
  return hash ^ (hash >> 31);
}

// In (0, 1).
double fraction_of(std::uint64_t hash) { return (static_cast<double>(hash >> 11) + 0.5) * std::exp2(-53); }

class recently_added_updater final : public model_updater {
 public:
  explicit recently_added_updater(const model_definition& definition)
      : id_(definition.id),
        maximum_age_ms_(definition.ms(option::maximum_item_age)),
        shuffle_ms_(definition.ms(option::shuffle)) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    std::vector<ranked_item> ranked;
    if (input.catalogue)
      for (item_index item = 0; item < input.items.size(); ++item)
        if (const auto score = score_of(input, item); score > 0) ranked.push_back({item, score});
    build_record record;
    record.built_at_ms = record.reference_time_ms = input.now_ms;
    times.end_stage("new items", ranked.capacity() * sizeof(ranked[0]));
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    return make_ranked(ranking(std::move(ranked)), record);
  }

 private:
  // 0 where the item is too old, not valid yet, or nobody knows since when it is there.
  [[nodiscard]] float score_of(const build_input& input, item_index item) const {
    const auto* told = input.catalogue->find(item);
    if (told == nullptr) return 0;
    const auto since_s = std::max(told->added_s, told->valid_from_s);
    const auto age_ms = input.now_ms - std::int64_t{since_s} * 1000;
    if (since_s == 0 || age_ms < 0 || (maximum_age_ms_ > 0 && age_ms > maximum_age_ms_)) return 0;
    const auto weight =
        maximum_age_ms_ == 0
            ? 1.0
            : std::exp2(-2 * static_cast<double>(age_ms) / static_cast<double>(maximum_age_ms_));
    if (shuffle_ms_ == 0) return static_cast<float>(weight);
    const auto period = static_cast<std::uint64_t>(input.now_ms / shuffle_ms_);
    const auto fraction = fraction_of(hash_of(id_, input.items.key_of(item), period));
    return std::max(static_cast<float>(std::pow(fraction, 1 / weight)), std::numeric_limits<float>::min());
  }

  const std::string id_;
  const std::int64_t maximum_age_ms_;
  const std::int64_t shuffle_ms_;
};

}  // namespace

std::unique_ptr<model_updater> make_recently_added_updater(const model_definition& definition,
                                                           events::event_type) {
  return std::make_unique<recently_added_updater>(definition);
}

}  // namespace footfall::model
