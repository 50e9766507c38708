// The tables behind the weight of an event by its age.
#include "model/age_decay.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace footfall::model {

age_decay::age_decay(std::uint32_t reference_s, std::uint32_t oldest_s, std::int64_t half_life_ms)
    : reference_s_(reference_s), oldest_s_(std::min(oldest_s, reference_s)) {
  if (half_life_ms <= 0) return;
  const auto fill = [&](std::vector<float>& table, std::size_t entries, std::uint32_t step_s) {
    table.resize(entries);
    for (std::size_t entry = 0; entry < entries; ++entry) {
      const auto age_ms = static_cast<double>(entry) * step_s * 1000.0;
      table[entry] = static_cast<float>(std::exp2(-age_ms / static_cast<double>(half_life_ms)));
    }
  };
  fill(coarse_, (reference_s_ - oldest_s_) / fine_seconds + 1, fine_seconds);
  fill(fine_, fine_seconds, 1);
}

}  // namespace footfall::model
