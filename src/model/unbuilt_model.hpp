// Models that build nothing: the question brings all that they answer from.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <memory>

namespace footfall::model {

/// What such models have in common. Nothing of them is saved.
class unbuilt_model : public model {
 public:
  explicit unbuilt_model(const build_record& record) : record_(record) {}
  const build_record& record() const noexcept final { return record_; }
  void save(model_writer&) const final {}

 private:
  build_record record_;
};

/// Makes a `Model` of definition and record. One that `weighs_as_events` counts in a mixture as much as what
/// else is known of the events that it learns from; others keep their weight.
template <class Model, bool weighs_as_events = false>
class unbuilt_model_updater final : public model_updater {
 public:
  unbuilt_model_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    build_record record;
    record.built_at_ms = record.reference_time_ms = input.now_ms;
    record.memory_bytes = sizeof(Model);
    if (weighs_as_events) record.events_used = input.history.book(learns_from_).events();
    return boost::make_shared<const Model>(definition_, record);
  }

 private:
  const model_definition definition_;
  const events::event_type learns_from_;
};

/// See `model_kind::load`; cannot fail.
template <class Model>
boost::shared_ptr<const model> load_unbuilt_model(const model_definition& definition,
                                                  const build_record& record) {
  auto loaded = record;
  loaded.memory_bytes = sizeof(Model);
  return boost::make_shared<const Model>(definition, loaded);
}

}  // namespace footfall::model
