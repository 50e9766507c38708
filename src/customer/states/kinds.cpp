// When each kind of event came last.
#include "footfall/customer/kind_times.hpp"

#include "customer/states/make_states.hpp"

#include <utility>

namespace footfall::customer {
namespace {

constexpr auto kind_section = "kinds";

struct saved_kind {
  std::uint32_t type = 0;
  std::uint32_t newest_s = 0;
};

class kinds_cut final : public row_cut {
 public:
  explicit kinds_cut(const kind_times& of) {
    for (std::uint32_t type = 0; type < kind_times::kinds_max; ++type)
      if (const auto newest_s = of.newest_s(static_cast<events::event_type>(type)); newest_s != 0)
        saved_.push_back({type, newest_s});
  }
  void write(section_writer& to, const std::function<bool()>&) override { to.append(kind_section, saved_); }

 private:
  std::vector<saved_kind> saved_;
};

class kinds final : public derived_state_of<kind_times> {
 public:
  void apply(const fold_event& event) override {
    if (event.kind != nullptr) value.note(event.committed.type, event.time_s());
  }

  // Says nothing of users.
  void forget(const user_key&) override {}

  [[nodiscard]] std::unique_ptr<row_cut> cut() override { return std::make_unique<kinds_cut>(value); }

  [[nodiscard]] result<void> load(const section_reader& from, std::size_t) override {
    const auto saved = from.read<saved_kind>(kind_section);
    if (!saved) return saved.error();
    for (const auto& [type, newest_s] : *saved) {
      if (type >= kind_times::kinds_max)
        return failure{error::io_failed, "the state file: a kind of event that cannot be"};
      value.note(static_cast<events::event_type>(type), newest_s);
    }
    return {};
  }

  // Of a fixed size.
  void figures(figure_sink&) const override {}
};

}  // namespace

made_state make_kinds(const customer_settings&, const profile::profile_settings&) {
  return std::make_unique<kinds>();
}

}  // namespace footfall::customer
