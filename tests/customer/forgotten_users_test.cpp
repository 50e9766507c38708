// Users who were forgotten do not come back from the archive.
#include "customer/customer_state.hpp"
#include "customer/faulty_archive.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/customer/history_keeper.hpp"
#include "support/temporary_folder.hpp"

#include <fstream>
#include <iterator>

namespace footfall::test {
namespace {

using customer::history_keeper;

class forgotten_users : public testing::Test {
 protected:
  forgotten_users() {
    customer::customer_settings settings;
    settings.id = "shop1";
    owner = boost::make_shared<customer::customer>(
        customer_number{1}, boost::make_shared<const customer::customer_settings>(std::move(settings)),
        keeper.bounds());
    customers.add(owner);
  }

  /// A click of each user, and all in the archive.
  void archive_users() {
    for (std::uint32_t user = 1; user <= 3; ++user) customer::apply(*owner, click(user, user));
    keeper.keep_budget(customers);
    ASSERT_FALSE(history_keeper::is_at_hand(*owner, anna));
  }

  void forget_anna() {
    auto record = click(1, 1);
    record.type = events::forget_record;
    customer::apply(*owner, record);
  }

  std::size_t entries_of(const user_key& user) {
    std::vector<profile::history_entry> entries;
    keeper.read(*owner, user, entries);
    return entries.size();
  }

  [[nodiscard]] bool anna_is_in_files() const {
    const std::string key(reinterpret_cast<const char*>(anna.words.data()), sizeof(anna.words));
    for (const auto& part : std::filesystem::directory_iterator(folder.path())) {
      std::ifstream content(part.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(content), {}};
      if (bytes.find(key) != std::string::npos) return true;
    }
    return false;
  }

  result<std::unique_ptr<store::history_archive>> open_archive() {
    auto opened = store::open_history_archive(folder.path() / "db.histories");
    if (!opened) return opened.error();
    return std::unique_ptr<store::history_archive>(
        std::make_unique<faulty_archive>(std::move(*opened), fault));
  }

  const temporary_folder folder;
  const user_key anna = click(1, 1).user;
  archive_fault fault;
  history_keeper keeper{{.memory_budget_bytes = 1}, [this] { return open_archive(); }};
  customer::customer_directory::pointer owner;
  customer::customer_directory customers;
};

TEST_F(forgotten_users, nothing_of_them_comes_back_and_no_byte_stays_in_the_archive) {
  archive_users();
  ASSERT_TRUE(anna_is_in_files());
  forget_anna();
  EXPECT_EQ(entries_of(anna), 0U);
  EXPECT_FALSE(anna_is_in_files());
  EXPECT_EQ(entries_of(click(2, 1).user), 1U);
}

TEST_F(forgotten_users, nothing_of_them_comes_back_while_the_archive_cannot_erase) {
  archive_users();
  fault.write = true;
  forget_anna();
  EXPECT_FALSE(keeper.erase_forgotten(customers));
  EXPECT_EQ(entries_of(anna), 0U);
  fault.write = false;
  EXPECT_TRUE(keeper.erase_forgotten(customers));
  EXPECT_EQ(entries_of(anna), 0U);
  EXPECT_FALSE(anna_is_in_files());
}

TEST_F(forgotten_users, what_they_do_later_is_kept_alone) {
  archive_users();
  forget_anna();
  customer::apply(*owner, click(1, 9));
  EXPECT_EQ(entries_of(anna), 1U);
}

}  // namespace
}  // namespace footfall::test
