// Whoever reads a history gets all of it, also while users go to the archive and come back.
#include "customer/customer_state.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/customer/history_keeper.hpp"
#include "support/temporary_folder.hpp"

#include <atomic>
#include <thread>

namespace footfall::test {
namespace {

TEST(archived_reads, have_the_whole_history_while_others_make_the_user_go) {
  constexpr std::uint64_t evictions = 100;
  const temporary_folder folder;
  customer::history_keeper keeper({.memory_budget_bytes = 1}, folder.path() / "db.histories");
  customer::customer_settings settings;
  settings.id = "shop1";
  const auto owner = boost::make_shared<customer::customer>(
      customer_number{1}, boost::make_shared<const customer::customer_settings>(std::move(settings)),
      keeper.bounds());
  customer::customer_directory customers;
  customers.add(owner);
  for (std::uint32_t item = 1; item <= 5; ++item) customer::apply(*owner, click(1, item));
  std::atomic<bool> done{false};
  std::thread eviction([&] {
    while (!done) keeper.keep_budget(customers);
  });
  int incomplete = 0;
  std::vector<profile::history_entry> entries;
  while (keeper.budget().evicted < evictions) {
    keeper.read(*owner, click(1, 1).user, entries);
    if (entries.size() != 5) ++incomplete;
  }
  done = true;
  eviction.join();
  EXPECT_EQ(incomplete, 0);
}

}  // namespace
}  // namespace footfall::test
