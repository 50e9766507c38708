// THE table of filters: what a scenario leaves out. Adding a filter is adding a row in `filters.cpp` and a
// file in `src/recommend/filters/`.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/item_categories.hpp"
#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/catalog/item_transfers.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/model/model_set.hpp"
#include "footfall/model/question.hpp"
#include "footfall/profile/history_entry.hpp"
#include "footfall/recommend/scenario.hpp"
#include "footfall/text/price.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace footfall::recommend {

/// In which categories items are: where the catalogue says it of an item, that alone counts.
struct known_categories {
  const catalog::item_categories* by_clicks = nullptr;           ///< null: clicks say nothing
  std::uint32_t since_s = 0;                                     ///< what was last seen before is too old
  const catalog::catalogue* told = nullptr;                      ///< null: the customer has told nothing
  boost::shared_ptr<const catalog::item_transfers> transfers{};  ///< null: no item got another id

  /// False when nobody has ever said of anything in which category it is.
  [[nodiscard]] bool any() const { return any_by_clicks() || (told != nullptr && told->tree().size() != 0); }
  [[nodiscard]] bool any_by_clicks() const { return by_clicks != nullptr && by_clicks->paths() != 0; }

  /// Calls `visit(std::string_view path)` for the paths of an item, of those by clicks the newest first.
  template <class Visit>
  void visit(item_index item, Visit&& visit) const {
    const auto numbers =
        told == nullptr ? std::span<const catalog::category_number>{} : told->categories_of(item);
    for (const auto number : numbers) visit(std::string_view(path_text(told->tree(), number)));
    if (numbers.empty()) visit_clicked(item, visit);
  }

  /// The same of those by clicks alone.
  template <class Visit>
  void visit_clicked(item_index item, Visit&& visit) const {
    if (by_clicks == nullptr) return;
    const auto visit_those_of = [&](item_index source) {
      by_clicks->visit(source, since_s, [&](std::string_view path, std::uint32_t seen_s) {
        if (transfers == nullptr || transfers->item_of(source, seen_s) == item) visit(path);
      });
    };
    visit_those_of(item);
    if (transfers == nullptr) return;
    for (const auto source : transfers->sources_of(item)) visit_those_of(source);
  }

  /// `Shoes/Children`. Thread-safe.
  [[nodiscard]] static std::string path_text(const catalog::category_tree& tree,
                                             catalog::category_number category);
};

/// The category of a path like `Shoes/Children` with those below it; nothing when the catalogue has none
/// such.
[[nodiscard]] std::optional<catalog::category_number> find_category(const catalog::catalogue& told,
                                                                    std::string_view path);

/// The category of an item that is closest to one of those wanted: it shares the longest beginning. Empty
/// when the item is in one category only, or in none that shares anything. Thread-safe.
[[nodiscard]] std::string closest_category(const known_categories& categories, item_index item,
                                           std::span<const std::string> wanted);

/// What the customer says of its items.
struct offered_items {
  const catalog::catalogue* catalogue = nullptr;  ///< null: nothing
  catalog::unknown_items unknown = catalog::unknown_items::automatic;
  text::currency currency{};  ///< of the customer: prices of others are in no interval
};

/// A value that the customer says a user has.
struct user_value {
  std::string_view key, value;
};

/// What filters look at; all of it outlives the request.
struct filter_input {
  const filter_settings& settings;
  const catalog::item_dictionary& items;
  std::span<const std::uint32_t> output_types;
  std::span<const item_index> context_items{};        ///< resolved context items of the request
  std::span<const profile::history_entry> history{};  ///< of the user, newest first
  std::int64_t now_ms = 0;
  const known_categories& categories;                ///< of items, and the catalogue
  std::span<const std::string> wanted_categories{};  ///< paths; one that is empty is the whole site
  std::span<const item_index> group{};               ///< only these are wanted, ascending; empty: all are
  const model::admission* admits = nullptr;          ///< of the request itself; null: it leaves out nothing
  offered_items offered{};
  const model::model_set* models = nullptr;   ///< null: there are none
  std::int64_t session_ms = 0;                ///< what a pause of more ends
  std::span<const user_value> user_values{};  ///< what the customer says of the user
  std::span<const std::int64_t> ages_ms{};    ///< of items, at which a filter or a boost changes its mind

  /// What the customer says of an item; null when it says nothing.
  [[nodiscard]] const catalog::item_record* told_of(item_index item) const {
    return categories.told == nullptr ? nullptr : categories.told->find(item);
  }
};

/// What a filter has found out about a request; it is kept by the thread, so that the next one allocates
/// nothing.
struct filter_findings {
  std::vector<item_index> excluded;                   ///< items that it leaves out by themselves
  std::vector<std::span<const item_index>> lists;     ///< of the catalogue, ascending
  std::vector<catalog::category_interval> intervals;  ///< of its tree
  std::vector<item_index> own;                        ///< what one of `lists` may show
  std::vector<std::uint64_t> numbers;
  std::vector<std::string> texts;
  std::int64_t turned_ms = 0;  ///< when it last ceased to leave out an item, by time alone; 0: never

  void clear();
};

/// An item that may be recommended.
struct filter_candidate {
  item_index item{};
  const catalog::item_record* told = nullptr;  ///< null: the customer says nothing of it
};

/// `already_purchased` as the log says: with so many repurchases among the purchases, what was bought is
/// shown.
inline constexpr double repurchases_many = 0.1;

/// Filters by history look back one year (protocol J2).
inline constexpr std::int64_t history_filter_ms = 365 * std::int64_t{86'400'000};

/// What switches a filter on: a member that is true, above 0, or not empty. Nothing: it is always on, and has
/// no key of the configuration file.
using filter_switch =
    std::variant<std::monostate, bool filter_settings::*, automatic_switch filter_settings::*,
                 std::uint32_t filter_settings::*, std::int64_t filter_settings::*, double filter_settings::*,
                 std::vector<std::string> filter_settings::*>;

/// One row. Its name is the key in scenarios and the word in explanations. Rows are asked in the order of the
/// table, the cheapest first, but behind those that narrow.
struct filter {
  std::string_view name;
  std::string_view leaves_out;  ///< for people; empty where there is no key
  filter_switch enabled;
  bool reads_user;  ///< another user may get another list
  /// Once a request; may leave out items by themselves. False: `refuses` need not be asked.
  bool (*prepare)(const filter_input& input, filter_findings& found);
  /// Of a candidate that was not left out yet; null where `prepare` says it all.
  bool (*refuses)(const filter_input& input, const filter_findings& found, const filter_candidate& candidate);
  /// After `prepare`, where that was true: items among which are all that it does not refuse; nothing when
  /// they are not known. Null: they never are.
  std::optional<model::item_lists> (*narrow)(const filter_input& input, filter_findings& found);
  /// Notes an item of the answer, best first; null: what is in the answer already does not matter.
  void (*answered)(filter_findings& found, const filter_candidate& chosen) = nullptr;
};

[[nodiscard]] std::span<const filter> filters() noexcept;

/// Whether settings switch a filter on; one that is always on is.
[[nodiscard]] bool is_enabled(const filter& row, const filter_settings& settings);

/// Settings with every filter off that can be switched off.
[[nodiscard]] filter_settings nothing_left_out();

}  // namespace footfall::recommend
