// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";

/// @title Payouts of one settlement, collected by their payees
/// @notice Holds the root of a Colophon claims tree and as many tokens as its claims sum to, and pays each claim once. Anybody may call
/// `claim` for anybody: the tokens go to the claim's account, so that a platform can pay the fee for its payees. Nobody can change the
/// root. After the deadline what was not collected goes back to the owner, whose duty it is to pay it in another way.
/// @dev The leaf is keccak256(keccak256(abi.encode(index, account, amount))), hashed twice so that no node can pass for a leaf.
contract ColophonClaims {
    using SafeERC20 for IERC20;
    using BitMaps for BitMaps.BitMap;

    IERC20 public immutable token;
    bytes32 public immutable root;
    /// @notice Who gets what was not collected.
    address public immutable owner;
    /// @notice The last second (Unix time) in which claims are paid.
    uint256 public immutable deadline;

    BitMaps.BitMap private _claimed;

    event Claimed(uint256 indexed index, address indexed account, uint256 amount);
    event Swept(uint256 amount);

    error AlreadyClaimed(uint256 index);
    error InvalidProof();
    error DeadlinePassed();
    error DeadlineNotPassed();
    error NotOwner();

    constructor(IERC20 token_, bytes32 root_, address owner_, uint256 deadline_) {
        token = token_;
        root = root_;
        owner = owner_;
        deadline = deadline_;
    }

    function isClaimed(uint256 index) external view returns (bool) {
        return _claimed.get(index);
    }

    /// @notice Pays the claim to its account.
    /// @param index The claim's place in the tree, which claims.json gives
    /// @param account Whom it is paid to
    /// @param amount How much, in the token's smallest unit
    /// @param proof The siblings from the leaf to the root
    function claim(uint256 index, address account, uint256 amount, bytes32[] calldata proof) external {
        if (block.timestamp > deadline) revert DeadlinePassed();
        if (_claimed.get(index)) revert AlreadyClaimed(index);
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(index, account, amount))));
        if (!MerkleProof.verifyCalldata(proof, root, leaf)) revert InvalidProof();
        // Before the transfer: a token that calls back finds the claim paid.
        _claimed.set(index);
        token.safeTransfer(account, amount);
        emit Claimed(index, account, amount);
    }

    /// @notice After the deadline: sends what was not collected to the owner.
    function sweep() external {
        if (msg.sender != owner) revert NotOwner();
        if (block.timestamp <= deadline) revert DeadlineNotPassed();
        uint256 rest = token.balanceOf(address(this));
        token.safeTransfer(owner, rest);
        emit Swept(rest);
    }
}
