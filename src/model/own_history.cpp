// Nothing is built: the question brings the history.
#include "model/own_history.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <cmath>

namespace footfall::model {

namespace {

using events::history_type;

history_type history_of(const model_definition& definition) {
  const auto* kind = find_model_kind(definition.type);
  return kind == nullptr ? history_type::none : kind->own_history;
}

class own_profile final : public model {
 public:
  own_profile(const model_definition& definition, const build_record& record)
      : type_(history_of(definition)), record_(record) {
    record_.memory_bytes = sizeof(*this);
  }

  void answer(const question& asked, scored_list& out) const override {
    for (const auto& entry : asked.history)
      if (entry.type == type_ && asked.may_have(entry.item))
        out.push_back({entry.item, 1 / static_cast<float>(out.size() + 1), 0});
  }
  const build_record& record() const noexcept override { return record_; }
  void save(model_writer&) const override {}

 private:
  history_type type_;
  build_record record_;
};

class own_items final : public model {
 public:
  own_items(const model_definition& definition, const build_record& record)
      : type_(history_of(definition)), half_life_ms_(definition[own_items_options[0]]), record_(record) {
    record_.memory_bytes = sizeof(*this);
  }

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
  const build_record& record() const noexcept override { return record_; }
  void save(model_writer&) const override {}

 private:
  [[nodiscard]] double times_of(const profile::history_entry& entry) const {
    const auto times = static_cast<double>(entry.value);
    return type_ == history_type::owns && times > 1 ? 1 + std::log(times) : 1;
  }

  history_type type_;
  double half_life_ms_;
  build_record record_;
};

class profile_updater final : public model_updater {
 public:
  explicit profile_updater(const model_definition& definition) : definition_(definition) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    build_record record;
    record.built_at_ms = record.reference_time_ms = input.now_ms;
    return boost::make_shared<const own_profile>(definition_, record);
  }

 private:
  const model_definition definition_;
};

class own_items_updater final : public model_updater {
 public:
  own_items_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    build_record record;
    record.built_at_ms = record.reference_time_ms = input.now_ms;
    // In a mixture it counts as much as what else is known of such events.
    record.events_used = input.history.book(learns_from_).events();
    return boost::make_shared<const own_items>(definition_, record);
  }

 private:
  const model_definition definition_;
  const events::event_type learns_from_;
};

}  // namespace

std::unique_ptr<model_updater> make_profile_updater(const model_definition& definition, events::event_type) {
  return std::make_unique<profile_updater>(definition);
}

std::unique_ptr<model_updater> make_own_items_updater(const model_definition& definition,
                                                      events::event_type learns_from) {
  return std::make_unique<own_items_updater>(definition, learns_from);
}

boost::shared_ptr<const model> load_profile(const model_definition& definition, const build_record& record,
                                            model_reader&, std::size_t) {
  return boost::make_shared<const own_profile>(definition, record);
}

boost::shared_ptr<const model> load_own_items(const model_definition& definition, const build_record& record,
                                              model_reader&, std::size_t) {
  return boost::make_shared<const own_items>(definition, record);
}

}  // namespace footfall::model
