// What happened lately in segments that events carry.
#include "customer/states/make_states.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/events/event_details.hpp"
#include "footfall/profile/segment_log.hpp"

#include <utility>

namespace footfall::customer {
namespace {

constexpr auto segment_event_section = "segments";
constexpr auto segment_set_section = "segments.sets";
constexpr auto segment_text_section = "segments.text";
constexpr auto segment_newest_section = "segments.newest";

class segments_cut final : public row_cut {
 public:
  explicit segments_cut(profile::saved_segments saved) : saved_(std::move(saved)) {}
  void write(section_writer& to, const std::function<bool()>&) override {
    to.append(segment_event_section, saved_.events);
    to.append(segment_set_section, saved_.set_bytes);
    to.append(segment_text_section, saved_.text);
    to.append(segment_newest_section, saved_.newest_s);
  }

 private:
  const profile::saved_segments saved_;
};

class segments final : public derived_state_of<profile::segment_log> {
 public:
  void apply(const fold_event& event) override {
    if (!event.segments || !event.item || !event.kind->for_models) return;
    value.apply(event.committed, *event.item, *event.segments);
    value.expire(event.settings.load()->retained_since_s(event.committed.time_ms));
  }

  void forget(const user_key& user) override { value.forget(user); }

  [[nodiscard]] std::unique_ptr<row_cut> cut() override {
    return std::make_unique<segments_cut>(value.save());
  }

  [[nodiscard]] result<void> load(const section_reader& from, std::size_t) override {
    profile::saved_segments saved;
    if (auto done = from.read_into(saved.events, segment_event_section); !done) return done;
    if (auto done = from.read_into(saved.set_bytes, segment_set_section); !done) return done;
    if (auto done = from.read_into(saved.text, segment_text_section); !done) return done;
    if (auto done = from.read_into(saved.newest_s, segment_newest_section); !done) return done;
    return value.load(saved, from.items_end, from.since_s);
  }

  void figures(figure_sink& to) const override { to.memory("segments", value.bytes()); }
};

}  // namespace

made_state make_segments(const customer_settings&, const profile::profile_settings&) {
  return std::make_unique<segments>();
}

}  // namespace footfall::customer
