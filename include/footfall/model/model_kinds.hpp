// THE table of models. Adding a model is adding one file and one row in `model_kinds.cpp`.
#pragma once

#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/events/event.hpp"
#include "footfall/model/event_history.hpp"
#include "footfall/model/model.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace footfall::model {

/// The settings of a model; each kind has its own defaults and uses those that mean something to it.
struct model_definition {
  std::string id;    ///< reference code: letters, digits, `_`, `-`; appears as `modelid` in links
  std::string type;  ///< name of a row of `model_kinds()`, as `CF_I2I_CLICK`

  std::int64_t history_ms = 0;       ///< only events younger than this are used; 1h..3650d
  std::int64_t half_life_ms = 0;     ///< an event of this age counts half; 0: age does not matter
  std::uint32_t pair_distance = 10;  ///< co-occurrence: most steps between the two items of a pair; 1..100
  double backward_weight = 0.5;      ///< co-occurrence: weight of a pair against the order of time; 0..1
  double damping = 10;               ///< co-occurrence: added to the support of both items; 0..1000
  double neighbour_exponent = 0.2;   ///< co-occurrence: how much a popular neighbour is held back; 0..1
  std::uint32_t neighbours = 100;    ///< co-occurrence: best neighbours kept of each item; 1..1000
  double context_decay = 2;          ///< co-occurrence: a context item of rank r counts 1 / r^this; 0..10
  double second_order =
      0.02;  ///< co-occurrence: weight of neighbours' neighbours in short rows; 0..1, 0: none
  std::uint32_t context_events = 4;        ///< session kNN: newest context items that order counts for; 1..10
  std::uint32_t session_candidates = 500;  ///< session kNN: newest sessions looked at; 1..5000
  std::uint32_t session_neighbours = 100;  ///< session kNN: most similar of them that count; 1..1000
  std::int64_t short_window_ms =
      0;  ///< popularity: only these newest events when enough; 0: the whole history
  std::uint32_t short_events_min = 1000;  ///< popularity: events that make the short window enough; 1..1e9
  std::uint32_t window_events_min =
      100;  ///< fewer events inside the history: it ends at the newest event instead

  friend bool operator==(const model_definition&, const model_definition&) = default;
};

/// What models of one kind have in common.
enum class model_family : std::uint8_t { popularity, co_occurrence, session_order, session_sets };

/// What a build works on.
struct build_input {
  const event_history& history;  ///< settled
  const catalog::item_dictionary& items;
  std::int64_t now_ms = 0;
  unsigned threads = 1;
  /// Models of fewer events are always made from the whole history: that is as quick as finding out what has
  /// changed, and their ages count from now.
  std::size_t changes_from_events = 100'000;
};

/// Makes one model again and again. Not thread-safe.
class model_updater {
 public:
  virtual ~model_updater() = default;

  /// The model of the history as it is now. Costs what has changed since the last call, which must have been
  /// for the same history; now and then, and the first time, the whole history is counted again
  /// (`update_period`). Either way gives the same model but for rounding.
  [[nodiscard]] virtual boost::shared_ptr<const model> update(const build_input& input) = 0;
};

/// One row of the table.
struct model_kind {
  std::string_view type;
  std::string_view title;  ///< for people: "Also clicked"
  events::event_type learns_from;
  model_family family;
  bool needs_context;            ///< scores nothing without context items
  std::int64_t history_ms;       ///< default of `model_definition::history_ms`
  std::int64_t half_life_ms;     ///< default of `model_definition::half_life_ms`
  std::int64_t short_window_ms;  ///< default of `model_definition::short_window_ms`
  std::unique_ptr<model_updater> (*make_updater)(const model_definition& definition,
                                                 events::event_type learns_from);
  /// The model that was saved, of items below `items_end`; null when no such model can have been saved.
  boost::shared_ptr<const model> (*load)(const model_definition& definition, const build_record& record,
                                         model_reader& from, std::size_t items_end);
};

[[nodiscard]] std::span<const model_kind> model_kinds() noexcept;

/// The row of a type, upper case as in the table; null when there is none.
[[nodiscard]] const model_kind* find_model_kind(std::string_view type) noexcept;

/// The first row of a family that learns from these events; null when there is none.
[[nodiscard]] const model_kind* find_model_kind(model_family family, events::event_type learns_from) noexcept;

/// A definition with the defaults of its kind; the type must be one of the table.
[[nodiscard]] model_definition default_definition(std::string_view id, std::string_view type);

/// The built-in library: what a customer without `models` in its settings gets.
[[nodiscard]] std::vector<model_definition> built_in_models();

}  // namespace footfall::model
