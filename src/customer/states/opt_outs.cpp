// Users who do not want to be tracked.
#include "footfall/customer/opt_out_set.hpp"

#include "customer/states/make_states.hpp"

#include <algorithm>
#include <utility>

namespace footfall::customer {
namespace {

constexpr auto user_section = "opt_outs";
constexpr auto forgotten_section = "opt_outs.erased";

class opt_outs_cut final : public row_cut {
 public:
  explicit opt_outs_cut(const opt_out_set& of) : users_(of.users.users()), forgotten_(of.forgotten.users()) {}
  void write(section_writer& to, const std::function<bool()>&) override {
    std::ranges::sort(users_);
    std::ranges::sort(forgotten_);
    to.append(user_section, users_);
    to.append(forgotten_section, forgotten_);
  }

 private:
  std::vector<user_key> users_;
  std::vector<user_key> forgotten_;
};

class opt_outs final : public derived_state_of<opt_out_set> {
 public:
  void apply(const fold_event& event) override {
    if (event.kind == nullptr) value.apply(event.committed);
  }

  // The record of it is enough.
  void forget(const user_key&) override {}

  [[nodiscard]] std::unique_ptr<row_cut> cut() override { return std::make_unique<opt_outs_cut>(value); }

  [[nodiscard]] result<void> load(const section_reader& from, std::size_t) override {
    for (const auto& [name, into] :
         {std::pair(user_section, &value.users), std::pair(forgotten_section, &value.forgotten)}) {
      const auto users = from.read<user_key>(name);
      if (!users) return users.error();
      for (const auto& user : *users) into->add(user);
    }
    return {};
  }

  void figures(figure_sink& to) const override {
    to.gauge("footfall_opted_out_users", "Users who are not tracked because they asked for it", value.size());
    to.memory("opt_outs", value.users.bytes() + value.forgotten.bytes());
  }
};

}  // namespace

made_state make_opt_outs(const customer_settings&, const profile::profile_settings&) {
  return std::make_unique<opt_outs>();
}

}  // namespace footfall::customer
