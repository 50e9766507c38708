// Order lines that were seen, so that a purchase which is told again is known as a repeat.
#include "footfall/customer/order_book.hpp"
#include "footfall/events/order_line.hpp"

#include "customer/states/make_states.hpp"

#include <utility>

namespace footfall::customer {
namespace {

constexpr auto order_section = "orders";

class orders_cut final : public row_cut {
 public:
  explicit orders_cut(const order_book& of) : lines_(of.lines()) {}
  void write(section_writer& to, const std::function<bool()>&) override { to.append(order_section, lines_); }

 private:
  const std::vector<std::uint64_t> lines_;
};

class orders final : public derived_state_of<order_book> {
 public:
  void apply(const fold_event& event) override {
    if (const auto line = events::order_line_of(event.committed); line != 0) value.add(line);
  }

  // A line says nothing of users.
  void forget(const user_key&) override {}

  [[nodiscard]] std::unique_ptr<row_cut> cut() override { return std::make_unique<orders_cut>(value); }

  [[nodiscard]] result<void> load(const section_reader& from, std::size_t) override {
    const auto lines = from.read<std::uint64_t>(order_section);
    if (!lines) return lines.error();
    for (const auto line : *lines) value.add(line);
    return {};
  }

  void figures(figure_sink& to) const override {
    to.gauge("footfall_order_lines", "Lines of orders by which a purchase that is told again is known",
             value.size());
    to.memory("order_lines", value.bytes());
  }
};

}  // namespace

made_state make_orders(const customer_settings&, const profile::profile_settings&) {
  return std::make_unique<orders>();
}

}  // namespace footfall::customer
