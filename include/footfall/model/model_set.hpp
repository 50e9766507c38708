// All models of one customer at one moment.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/weight_choice.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace footfall::model {

/// A model with its definition.
struct built_model {
  model_definition definition;
  const model_kind* kind = nullptr;                ///< that it was built by
  boost::shared_ptr<const model> content;          ///< null when the build failed
  boost::shared_ptr<const model_slices> slices{};  ///< null: it has none
  std::int64_t serves_ms = 0;                      ///< since when this content does; wall clock; 0: not known
};

/// An immutable set, published as a whole. Thread-safe.
struct model_set {
  std::vector<built_model> models;
  std::vector<weight_choice> choices;  ///< at most one for a type of event
  double repurchase_share = 0;         ///< of purchases, lately: of what the person had bought before; 0..1
  std::int64_t built_at_ms = 0;
  std::int64_t mixed_ms = 0;    ///< since when lists are mixed and filtered as they are; wall clock
  std::size_t events_seen = 0;  ///< size of the history that it was built from
  /// Items of which only clicks said in which categories they are; nothing: not known.
  struct placed_items {
    std::vector<item_index> items;  ///< ascending
    std::size_t known = 0;          ///< how many items had a category by clicks
  };
  std::optional<placed_items> placed_by_clicks;

  [[nodiscard]] const built_model* find(std::string_view id) const noexcept;
  [[nodiscard]] const weight_choice* choice_of(events::event_type learns_from) const noexcept;
};

/// The models of one history again and again, each from what has changed since the last time.
/// Not thread-safe.
class model_library {
 public:
  /// The models of the definitions, one after the other, each on `input.threads` threads. Where a choice is
  /// for the plain S-kNN, it is made in place of the order-aware one. A definition that is the same as last
  /// time goes on with what is known, and stays as it is where nothing that it is made from has come or gone
  /// within its period of updates; `input.history` must be the same history each time. The same goes for the
  /// catalogue and the kinds that read it.
  [[nodiscard]] boost::shared_ptr<model_set> update(std::span<const model_definition> definitions,
                                                    const build_input& input,
                                                    std::span<const weight_choice> choices = {});

  /// When one of the models that read the catalogue is to be made again although nothing has changed, by the
  /// wall clock; nothing when there are none.
  [[nodiscard]] std::optional<std::int64_t> next_update_ms() const;

 private:
  struct updated_model {
    model_definition definition;
    const model_kind* kind = nullptr;
    std::unique_ptr<model_updater> updater;
    boost::shared_ptr<const model> made;  // last time
    std::vector<book_place> made_from;    // by input of the kind
    boost::shared_ptr<const catalog::catalogue> made_from_catalogue;
    boost::shared_ptr<const model_slices> slices;
    std::uint64_t sliced_by = 0;        // revision of the users
    std::uint64_t sliced_segments = 0;  // and of what happened in segments
    std::vector<time_slot> sliced_at;
    std::vector<std::string> sliced_attributes;  // that requests asked for

    // As it is while its inputs are what they were, else made anew.
    const boost::shared_ptr<const model>& bring_up_to_date(const build_input& input);
    void bring_slices_up_to_date(const build_input& input, bool model_is_new);
  };
  [[nodiscard]] updated_model take(const model_definition& definition, const model_kind* kind);

  std::vector<updated_model> models_;
  std::optional<book_place> purchases_seen_;
  double repurchase_share_ = 0;  // as of then
};

/// Writes a set of which every model was built. Thread-safe.
void save_models(const model_set& from, model_writer& to);

/// The set that was saved, with its choices, where its definitions are these; null when it is of others, of
/// items not below `items_end`, or damaged. Thread-safe.
[[nodiscard]] boost::shared_ptr<const model_set> load_models(std::span<const model_definition> definitions,
                                                             model_reader& from, std::size_t items_end);

/// The models of a settled history once, as `model_library::update`.
[[nodiscard]] boost::shared_ptr<const model_set> build_models(std::span<const model_definition> definitions,
                                                              const build_input& input,
                                                              std::span<const weight_choice> choices = {});

}  // namespace footfall::model
