// Nothing is built: the question brings the history.
#include "model/own_history.hpp"

#include "model/unbuilt_model.hpp"

#include <algorithm>
#include <cmath>

namespace footfall::model {

namespace {

using events::history_type;

history_type history_of(const model_definition& definition) {
  const auto* kind = find_model_kind(definition.type);
  return kind == nullptr ? history_type::none : kind->own_history;
}

class own_profile final : public unbuilt_model {
 public:
  own_profile(const model_definition& definition, const build_record& record)
      : unbuilt_model(record), type_(history_of(definition)) {}

  void answer(const question& asked, scored_list& out) const override {
    for (const auto& entry : asked.history)
      if (entry.type == type_ && asked.may_have(entry.item))
        out.push_back({entry.item, 1 / static_cast<float>(out.size() + 1), 0});
  }

 private:
  history_type type_;
};

class own_items final : public unbuilt_model {
 public:
  own_items(const model_definition& definition, const build_record& record)
      : unbuilt_model(record),
        type_(history_of(definition)),
        half_life_ms_(definition[own_items_options[0]]) {}

  void answer(const question& asked, scored_list& out) const override {
    for (const auto& entry : asked.history) {
      if (entry.type != type_) continue;
      const auto age_ms = std::max<std::int64_t>(asked.now_ms - std::int64_t{entry.time_s} * 1000, 0);
      const auto decay = half_life_ms_ > 0 ? std::exp2(-static_cast<double>(age_ms) / half_life_ms_) : 1.0;
      // The smallest weight keeps what is years old in the list, in its place.
      const auto score = static_cast<float>(std::max(times_of(entry) * decay, 1e-30));
      out.push_back({entry.item, score, 0});
    }
  }

 private:
  [[nodiscard]] double times_of(const profile::history_entry& entry) const {
    const auto times = static_cast<double>(entry.value);
    return type_ == history_type::owns && times > 1 ? 1 + std::log(times) : 1;
  }

  history_type type_;
  double half_life_ms_;
};

}  // namespace

std::unique_ptr<model_updater> make_profile_updater(const model_definition& definition,
                                                    events::event_type learns_from) {
  return std::make_unique<unbuilt_model_updater<own_profile>>(definition, learns_from);
}

std::unique_ptr<model_updater> make_own_items_updater(const model_definition& definition,
                                                      events::event_type learns_from) {
  return std::make_unique<unbuilt_model_updater<own_items, true>>(definition, learns_from);
}

boost::shared_ptr<const model> load_profile(const model_definition& definition, const build_record& record,
                                            model_reader&, std::size_t) {
  return load_unbuilt_model<own_profile>(definition, record);
}

boost::shared_ptr<const model> load_own_items(const model_definition& definition, const build_record& record,
                                              model_reader&, std::size_t) {
  return load_unbuilt_model<own_items>(definition, record);
}

}  // namespace footfall::model
