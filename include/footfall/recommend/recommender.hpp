// (query, models, history) -> ranked items. No I/O, no wait, no clock.
#pragma once

#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/core/clock.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/model/model_set.hpp"
#include "footfall/profile/profile_table.hpp"
#include "footfall/recommend/answer_record.hpp"
#include "footfall/recommend/scenario.hpp"

#include <boost/container/static_vector.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace footfall::recommend {

/// Most items of one answer and the default (protocol C1, numrecs).
inline constexpr std::uint32_t items_max = 50;
inline constexpr std::uint32_t items_default = 10;
/// Most context items and history codes of one request that count; the rest is ignored.
inline constexpr std::size_t context_entries_max = 50;

/// Most items of rankings that are looked at for one request.
inline constexpr std::size_t candidates_max = 100'000;

/// One entry of `contextitems`: an item, or a history code that stands for the user's items, newest first.
using context_reference = std::variant<item_key, events::history_type>;

/// Most attributes of one request that select parts of models, and most values and ranges of each.
inline constexpr std::size_t selectors_max = 20;
inline constexpr std::size_t selector_values_max = 50;

/// Most values of one attribute that are parts of models by themselves.
inline constexpr std::size_t own_values_max = 50;

/// An attribute of items by which a request asks for a part of a model (protocol I2).
struct attribute_selector {
  std::string key;
  std::vector<std::string> values{};             ///< alternatives, as
  std::vector<model::number_interval> ranges{};  ///< are these
  bool by_itself = false;                        ///< the request wants values to be groups of their own
  std::vector<std::string> own{};                ///< of `values` those that are, where no group has them
  std::string_view refused{};                    ///< why some that the request wants to be are not; static
};

/// Why a request of this scenario may not make values of a key groups of their own, for people; empty: it
/// may. It may where some item has a NOMINAL value, at most `own_values_max` are in use, and some model that
/// the scenario asks for submodels has them not all in its groups. Only popularity and collaborative models
/// have such groups. The text is static. Thread-safe.
[[nodiscard]] std::string_view refusal_of_key(std::string_view key, const scenario& plan,
                                              std::span<const model::model_definition> models,
                                              const catalog::catalogue& told);

/// A request in the words of the field.
struct query {
  std::vector<context_reference> context;    ///< the first counts most
  std::uint32_t count = items_default;       ///< 1..items_max
  std::optional<std::uint32_t> output_type;  ///< nothing: the scenario's lowest
  bool all_output_types = false;             ///< all of the scenario are mixed, whatever `output_type` says
  std::vector<std::string> categories;       ///< paths like `Shoes/Children`; the whole site is empty
  bool categories_of_context = false;        ///< those of the context items count, too
  std::vector<attribute_selector> selectors{};  ///< each key once
  std::vector<std::string> segments{};          ///< that the user is in, besides what the customer says
  std::vector<std::string> user_attributes{};   ///< prefer what users like that have the same values of these
  bool prefers_time_slot = false;               ///< and what is liked at this time of the day
};

/// Where a context item came from; `request` for named items.
enum class context_source : std::uint8_t { request, click, consume, buy, basket, rate };

inline constexpr std::size_t context_source_count = 6;

/// `REQUEST`, `CLICK`, `CONSUME`, `BUY`, `BASKET`, `RATE` (protocol C2). Thread-safe.
[[nodiscard]] std::string_view name_of(context_source source) noexcept;

/// A context item as it was used.
struct used_context_item {
  item_key key;
  std::optional<item_index> index;  ///< nothing: an item that nobody ever tracked
  boost::container::static_vector<context_source, context_source_count> sources;  ///< each once
};

/// A recommended item.
struct recommended_item {
  item_index item{};
  std::uint32_t relevance{};  ///< 1..1000; never rises along the list
  std::string_view model;     ///< id of the model that spoke loudest; lives as long as the model set
  std::string_view kind;      ///< and its type, as `CF_I2I_CLICK`
  /// Context items that it was found by, the one that counts most first; may be empty.
  boost::container::static_vector<item_index, model::context_items_max> origin;
  context_source origin_source = context_source::request;
};

/// Why an answer has fewer items than were asked for; of several reasons the first of these.
enum class shortage : std::uint8_t { none, deadline, bound, filters, no_context, no_data };

/// `deadline`, `bound`, `filters`, `no-context`, `no-data`; empty for `none`. Thread-safe.
[[nodiscard]] std::string_view name_of(shortage cause) noexcept;

/// How long an answer stays as it is.
struct freshness {
  std::int64_t newest_model_ms = 0;  ///< since when the newest of the scenario's models serves
  std::int64_t newest_entry_ms = 0;  ///< of the user's history; 0: there is none
  std::int64_t turned_ms = 0;        ///< when time alone last changed what filters and boosts see; 0: never
  std::int64_t lasts_ms = 0;  ///< for so long the same request likely has the same answer (protocol C4)
  bool is_cut = false;        ///< models were not asked any more: the same request may have another at once
};

/// Whether the answer depends on the categories of items. Thread-safe.
[[nodiscard]] bool reads_categories(const query& question, const scenario& plan) noexcept;

/// Whether `recommend_input::user_values` may decide on the answer to a question. Thread-safe.
[[nodiscard]] bool is_about_user(const query& question, const scenario& plan) noexcept;

/// An answer.
struct recommendation {
  std::vector<used_context_item> context_items;  ///< of the request, in its order (protocol C2)
  std::vector<recommended_item> items;           ///< best first; equal relevance in a fixed order
  freshness fresh;
  shortage cause = shortage::none;
  bool fell_back = false;  ///< some of the items are of a stage behind the first
};

/// What a recommendation is made from; all of it outlives the call.
struct recommend_input {
  const scenario& plan;
  const model::model_set& models;
  const catalog::item_dictionary& items;
  std::span<const profile::history_entry> history;  ///< of the user, newest first
  std::int64_t now_ms = 0;
  known_categories categories{};  ///< of items, and what the customer tells of them
  const clock* time = nullptr;    ///< null: there is no deadline
  std::int64_t deadline_ns = 0;   ///< by `time->steady_ns()`; no further model is asked after it
  /// Only these items are wanted, and all of them: ascending, each once. Empty: as many of all as are asked
  /// for.
  std::span<const item_index> group{};
  const model::admission* admits = nullptr;             ///< what the request itself leaves out; null: nothing
  offered_items offered{};                              ///< by what the customer says
  answer_record* record = nullptr;                      ///< empty before; null: nobody asks why
  std::int64_t session_ms = 30 * std::int64_t{60'000};  ///< a longer pause of the user begins a new session
  std::span<const user_value> user_values{};            ///< what the customer says of the user
  std::optional<user_key> user{};                       ///< whose history it is; nothing: nobody known
  std::string_view language{};                          ///< of texts that are compared; empty: any
  std::string_view time_slot{};                         ///< that now is in, by its name; empty: in none
  const profile::segment_log* happened = nullptr;       ///< in segments that events carry; null: nothing
  std::int64_t segment_inactive_after_ms = 30 * std::int64_t{86'400'000};  ///< without an event
};

/// Asks stage after stage until `question.count` items are found.
///
/// Context: the items of the request; where a model's context is `automatic` and the request has none that is
/// known, the newest items of the user's history (of clicked, owns, basket, consumed and rated together, each
/// once). Context items are of the scenario's input type. The filter of context items leaves out what the
/// request names and what the models were asked with. Within a stage the lists of the models are divided by
/// the sum of their scores over their best 100 items that can be shown, weighted and added. Items of other
/// output types and those that the filters leave out are passed over. Equal scores are ordered by popularity
/// (the first model of the scenario that is a ranking of all items), then by item key, and where a list is
/// cut between them by item index: the same models give the same answer every time. Relevance is 1000 for the
/// best item of the answer and in proportion for the others of its stage; an item of a later stage is never
/// above one of an earlier. Never padded: an answer that is short says why. Errors: `nothing_possible` when
/// every model of every stage needs context that neither the request nor the history gives (protocol C3);
/// `bad_parameter` for an output type that the scenario does not have. Thread-safe; allocates nothing that
/// grows with the catalogue.
[[nodiscard]] result<recommendation> recommend(const query& question, const recommend_input& input);

}  // namespace footfall::recommend
