// Broad taste: for people who like garden and tea.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/ranking.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace footfall::model {

namespace option {

inline constexpr model_option groups{
    "groups", option_unit::whole_number, 64, 2, 1000, "Stereotypes: most groups of items that go together"};

}  // namespace option

/// Besides those of time.
inline constexpr std::array stereotype_options{option::groups};

/// Groups of items that go together.
struct item_groups {
  std::vector<std::uint32_t> group_of;  ///< by item: from 1; 0: in none
  std::uint32_t count = 0;              ///< groups are up to this
};

/// Groups by the 30 best neighbours of each item: the most popular items that are not among the 10 best of an
/// earlier one lead, at most `most`; in ten rounds every other item joins the group with the largest sum,
/// over its items y, of A(x,y) + A(y,x), divided by the root of its size. Of the 200,000 most popular items.
/// Thread-safe.
[[nodiscard]] item_groups find_groups(const model& rows, const ranking& popular, std::size_t most);

/// Groups by the values that items of the catalogue have of `key`, also `category` or `brand`: the `most`
/// that most of the 200,000 most popular items have, equal ones in the order of their texts; an item of
/// several is of the rarest. Thread-safe.
[[nodiscard]] item_groups find_groups_by_value(const catalog::catalogue& told, const ranking& popular,
                                               std::string_view key, std::size_t most);

/// score(j) = q(g) * pop(j) / pop of the group g of j. q(g) = (c(g) + 5 b(g)) / (c + 5): c(g) of the c items
/// of `type` in the user's history are in g, and b(g) is its share of popularity. Nobody without such a
/// history gets anything.
[[nodiscard]] boost::shared_ptr<const model> make_stereotypes(ranking popular, item_groups groups,
                                                              events::history_type type,
                                                              const build_record& record);

/// `STEREOTYPES_CF_*`. The groups are found once a day, and stay for it.
[[nodiscard]] std::unique_ptr<model_updater> make_stereotypes_updater(const model_definition& definition,
                                                                      events::event_type learns_from);

/// Loads one that was saved; see `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_stereotypes(const model_definition& definition,
                                                              const build_record& record, model_reader& from,
                                                              std::size_t items_end);

}  // namespace footfall::model
