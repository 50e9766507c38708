// THE table of filters.
#include "footfall/recommend/filters.hpp"

#include <algorithm>
#include <array>

namespace footfall::recommend {

namespace {

void collect_context_items(const filter_input& input, std::vector<item_index>& excluded) {
  excluded.insert(excluded.end(), input.context_items.begin(), input.context_items.end());
}

template <events::history_type Type>
void collect_history(const filter_input& input, std::vector<item_index>& excluded) {
  for (const auto& entry : input.history)
    if (entry.type == Type && std::int64_t{entry.time_s} * 1000 > input.now_ms - history_filter_ms)
      excluded.push_back(entry.item);
}

constexpr std::array table{
    filter{"context_items", &filter_settings::context_items, collect_context_items},
    filter{"already_purchased", &filter_settings::already_purchased,
           collect_history<events::history_type::owns>},
    filter{"already_consumed", &filter_settings::already_consumed,
           collect_history<events::history_type::consumed>},
    filter{"blacklist", nullptr, collect_history<events::history_type::blacklist>},
};

}  // namespace

std::span<const filter> filters() noexcept { return table; }

void collect_excluded(const filter_settings& settings, const filter_input& input,
                      std::vector<item_index>& excluded) {
  excluded.clear();
  for (const auto& row : table)
    if (row.enabled == nullptr || settings.*row.enabled) row.collect(input, excluded);
  std::ranges::sort(excluded);
  // Not std::ranges::unique: clang 14, which builds the fuzz targets, cannot compile that of libstdc++ 12.
  excluded.erase(std::unique(excluded.begin(), excluded.end()), excluded.end());
}

}  // namespace footfall::recommend
